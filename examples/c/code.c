/* Articles as JSON Lines on standard input, records on standard output; what is no article is told and left out.
 *
 *   cc code.c -ldepeche -o code && ./code < news.jsonl > records.jsonl */
#define _GNU_SOURCE
#include <depeche.h>
#include <stdio.h>
#include <stdlib.h>

int main(void) {
  char *error = NULL;
  depeche_coder *coder = depeche_open(NULL, &error);
  if (!coder) {
    fprintf(stderr, "%s\n", error ? error : "no memory");
    depeche_free(error);
    return 3;
  }
  char *line = NULL;
  size_t room = 0;
  int status = 0;
  for (ssize_t size; (size = getline(&line, &room, stdin)) > 0;) {
    char *record = depeche_code(coder, line, (size_t)size, &error);
    if (record) {
      puts(record);
    } else {
      fprintf(stderr, "%s\n", error ? error : "no memory");
      status = 1;
    }
    depeche_free(record);
    depeche_free(error);
  }
  free(line);
  depeche_close(coder);
  return status;
}
