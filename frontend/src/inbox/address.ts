/** The address of one question in the inbox. */
export const addressOfCard = (id: string): string => `/inbox?card=${id}`;

export const cardIn = (search: string): string | null => new URLSearchParams(search).get("card");
