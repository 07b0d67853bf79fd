/* The C interface, from C: what is wrong is told, nothing crashes, threads and forked processes share a coder. */
#include <depeche.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int failures = 0;
static void check(int holds, const char *what) {
  if (holds) return;
  fprintf(stderr, "FAILED: %s\n", what);
  ++failures;
}

static const char kArticle[] =
    "{\"id\": \"a\", \"date\": \"2022-03-09\", \"language\": \"en\", \"text\": \"Russian troops shelled Kharkiv on Tuesday, "
    "police said. The president of France met the ambassador of Germany in Paris.\"}";

/* A failure must come with words that hold `part`. */
static void check_fails(depeche_coder *coder, const char *article, size_t size, const char *part) {
  char *error = NULL;
  char *record = depeche_code(coder, article, size, &error);
  check(record == NULL, part);
  check(error != NULL && strstr(error, part) != NULL, error ? error : part);
  depeche_free(record);
  depeche_free(error);
  check(depeche_code(coder, article, size, NULL) == NULL, "without a place for the error");
}

static void test_open(void) {
  char *error = NULL;
  depeche_options options = {.size = sizeof options, .languages = "xx"};
  check(depeche_open(&options, &error) == NULL && error && strstr(error, "xx"), "an unknown language");
  depeche_free(error);
  options = (depeche_options){.size = sizeof options, .model = "no_such_model"};
  check(depeche_open(&options, &error) == NULL && error && strstr(error, "no_such_model"), "a missing model");
  depeche_free(error);
  options = (depeche_options){.size = sizeof options, .languages = "en", .resources = "/nonexistent"};
  check(depeche_open(&options, &error) == NULL && error && strstr(error, "/nonexistent"), "missing resources");
  depeche_free(error);
  options = (depeche_options){0};
  check(depeche_open(&options, &error) == NULL && error && strstr(error, "size"), "options without a size");
  depeche_free(error);
  check(strcmp(depeche_version(), "") != 0, "a version");
  depeche_close(NULL);
  depeche_free(NULL);
}

static void test_bad_articles(depeche_coder *coder) {
  check_fails(NULL, kArticle, strlen(kArticle), "no coder");
  check_fails(coder, NULL, 0, "no article");
  check_fails(coder, "", 0, "JSON");
  check_fails(coder, "[1]", 3, "not a JSON object");
  check_fails(coder, "{\"id\": \"a\"}", 11, "no 'text'");
  check_fails(coder, "{\"text\": []}", 12, "not a string");
  check_fails(coder, "{\"text\": \"\xff\"}", 12, "UTF-8");
  check_fails(coder, "{\"text\": \"\\ud800\"}", 18, "JSON");
  check_fails(coder, kArticle, 20, "JSON");
  size_t size = 100u * 1000 * 1000;
  char *large = malloc(size);
  memset(large, 'a', size);
  memcpy(large, "{\"text\": \"", 10);
  memcpy(large + size - 2, "\"}", 2);
  check_fails(coder, large, size, "longer than the limit");
  free(large);
}

static depeche_coder *shared;
static char *expected;

static void *work(void *unused) {
  (void)unused;
  for (int i = 0; i < 20; ++i) {
    char *record = depeche_code(shared, kArticle, strlen(kArticle), NULL);
    if (!record || strcmp(record, expected) != 0) return "another record";
    depeche_free(record);
  }
  return NULL;
}

static void test_threads(void) {
  pthread_t threads[50];
  for (int i = 0; i < 50; ++i) pthread_create(&threads[i], NULL, work, NULL);
  for (int i = 0; i < 50; ++i) {
    void *fault = NULL;
    pthread_join(threads[i], &fault);
    check(fault == NULL, "each of 50 threads gets the same record");
  }
}

/* While other threads work, so that locks may be held by a thread that the child does not have. */
static void test_fork(void) {
  pthread_t threads[8];
  int others = 8;
#ifdef DEPECHE_FORKS_ALONE
  others = 0;
#endif
  for (int i = 0; i < others; ++i) pthread_create(&threads[i], NULL, work, NULL);
  for (int n = 0; n < 4; ++n) {
    pid_t child = fork();
    if (child == 0) {
      alarm(60);
      _exit(work(NULL) == NULL ? 0 : 1);
    }
    int status = -1;
    waitpid(child, &status, 0);
    check(status == 0, "a forked process gets the same record");
  }
  for (int i = 0; i < others; ++i) pthread_join(threads[i], NULL);
}

int main(void) {
  test_open();
  char *error = NULL;
  depeche_options options = {.size = sizeof options, .languages = "en"};
  shared = depeche_open(&options, &error);
  if (!shared) {
    printf("only failures are tested, not records: %s\n", error ? error : "");
    depeche_free(error);
    return failures ? 1 : 77;
  }
  expected = depeche_code(shared, kArticle, strlen(kArticle), &error);
  check(expected && strstr(expected, "\"id\": \"a\"") && strstr(expected, "\"ASSAULT\""), "a record with its events");
  check(error == NULL, "no error where there is none");
  if (expected) {
    test_bad_articles(shared);
    test_threads();
    test_fork();
  }
  depeche_free(expected);
  depeche_close(shared);
  if (failures == 0) puts("all is well");
  return failures ? 1 : 0;
}
