#ifndef BASE_LANGUAGE_H
#define BASE_LANGUAGE_H

/* The languages that what the program itself says is written in. */
enum language { LANGUAGE_EN, LANGUAGE_DE, LANGUAGE_FR, LANGUAGES };

/* Of a tag such as "de" or "de-CH"; English where it is none of them, or NULL. */
enum language language_of(const char *tag);

#endif
