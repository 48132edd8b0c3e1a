"""Owns: which characters pass for a Latin letter or a bracket and are not made one by NFKD.

A small table of our own, of what is drawn alike in common fonts; it is not all
of Unicode's confusables (UTS 39).
"""

from typing import Final

_PAIRS: Final = (
    # Cyrillic
    ("АВЕКМНОРСТУХІЈЅԌԛԜҮѴғ", "ABEKMHOPCTYXIJSGQWYVF"),
    ("авгекмнопрстухіјѕԁһӏԛԝѡѵүьցԍ", "abrekmhonpctyxijsdhlqwwvybgg"),
    # Greek
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX"),
    ("αβγεηικμνορστυχωϲ", "abyenikuvopotuxwc"),
    # Armenian, Cherokee
    ("օոսհգզլՏՍՕ", "onuhqqlSUO"),
    ("ᎪᏴᏟᎠᎬᏀᎻᎥᎫᏦᏞᎷᏢᏒᏚᎢᏙᎳᎩᏃ", "ABCDEGHIJKLMPRSTVWYZ"),
    # Latin: small capitals, and letters with a stroke
    ("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz"),
    ("ıɩɡɑøđħłŧƒɛ", "iigaodhltfe"),
    # Brackets and bars
    ("‹〈⟨❮❬˂ᐸ«《", "<<<<<<<<<"),
    ("›〉⟩❯❭˃ᐳ»》", ">>>>>>>>>"),
    ("【〔⟦❲", "[[[["),
    ("】〕⟧❳", "]]]]"),
    ("ǀ∣│┃⁄∕", "||||//"),
)


def _alphabet(first: int) -> dict[str, str]:
    """Twenty-six letters in a row, drawn in circles and squares."""
    return {chr(first + offset): chr(ord("A") + offset) for offset in range(26)}


LOOKALIKES: Final = {
    odd: plain for odds, plains in _PAIRS for odd, plain in zip(odds, plains, strict=True)
} | {odd: plain for first in (0x1F150, 0x1F170, 0x1F1E6) for odd, plain in _alphabet(first).items()}
