"""The words that the readings know. A list makes a match rarer or places a name; none is an order."""

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


STOP_WORDS: Final = _words(
    "a an the of for in on at by to from with and or my our your his her its their this that these "
    "those is are was were be been it i me we us you he she they them as about into there here please "
    "all any some der die das den dem des ein eine einen einem einer von vom für im am zu zum zur mit "
    "und oder mein meine le la les l un une de du d et à au aux mon ma mes pour sur el los las y o en "
    "con por mi mis"
)
"""Words that a name may have or lack."""

VERBS: Final = _words(
    "send message email e-mail mail text tell ask write call ping forward reply answer share invite "
    "notify inform remind contact pay transfer wire dm show give get let post add remove delete open "
    "read find search check look create make move copy rename cancel schedule reschedule book set "
    "update change edit save download upload summarize summarise list print run see use visit fetch go "
    "can could would will should do does did is are was what who when where which how why hi hello hey "
    "dear thanks thank yes no ok okay also then now just and but if schick schicke sende schreib "
    "schreibe sag frag ruf lade überweise zahle lösche öffne bitte kannst envoie écris dis demande paie "
    "supprime ouvre envía escribe dile paga borra abre"
)
"""Words that begin an order or a question; none of them is a name."""

INTRODUCE_PEOPLE: Final = _words(
    "to with for cc bcc message text tell ask email mail ping dm invite call contact notify remind pay "
    "user recipient an bei mit à avec con"
)

INTRODUCE_TEXTS: Final = _words(
    "that saying say says said with for as of re regarding subject title titled called named body text "
    "message content description about dass sage sagt betreff titel que diciendo disant objet asunto"
)
"""Words after which a text begins that somebody is to get."""

GO_ON: Final = _words(
    "to and with for as by on at via in into from using please und mit an als auf im am per bitte et à "
    "avec y a con"
)
"""Words with which a request goes on after such a text: what else follows may be a part of the text."""

TELL_OF: Final = _words("is was has had wants said says thinks will would ist war hat sagt")
"""After somebody's name they tell of them."""

ARTICLES: Final = _words("a an the die der das den dem ein eine einen le la el")

PARTICLES: Final = _words("van von de der den da di del della du la le el bin ibn al ten ter zu zur y")
"""Small words inside a person's name."""

KINDS: Final = _words(
    "mail mails email emails e-mail message messages file files note notes document documents doc docs "
    "folder folders event events meeting meetings appointment calendar contact contacts channel page "
    "website link item record records entry task tasks one it attachment text data list new today "
    "tomorrow yesterday re fwd fw aw wg datei dateien nachricht notiz ordner termin brief fichier "
    "dossier archivo correo mensaje"
)
"""Words for kinds of things: alone they call no record by its name."""

FILES: Final = _words(
    "file files note document doc attachment called named into than datei dokument fichier archivo documento"
)
"""Words that a file's name follows, and is not part of."""

NEGATIONS: Final = _words(
    "neither nor nobody nothing none without cannot dont doesnt didnt wont cant shouldnt mustnt wouldnt "
    "except excluding unless avoid refuse besides kein keine keinen keinem keiner keines nie niemals "
    "nirgends ohne statt anstatt außer ne pas jamais sans aucun aucune rien sauf nunca jamás sin "
    "tampoco ningún ninguna nada excepto salvo"
)
"""Words that turn what follows them into its opposite, whatever stands next."""

FILE_ENDINGS: Final = _words(
    "ai am app bat bin bz cab cc cfg cfm conf cpp cs css csv db doc docx dot eps exe gif gz hs htm html "
    "ics inc ini java jpeg jpg js json jsx key lock log lua md mdx mkv ml mov mp mpg ms msi numbers odp "
    "ods odt pages pdf php pl png pps ppt pptx ps psd pub py rar rb rpm rs rtf sh sql st svg swf tar "
    "tex tf tif tiff toml ts tsv tsx txt vi vue wav webm webp xls xlsx xml yaml yml zip"
)
"""Endings that people write for files. Some are top-level domains too: ``notes.md`` is no address."""
