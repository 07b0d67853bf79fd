// Runs a target over its seeds, over files, and over seeded random mutations of the seeds.
//
//   read_fuzz_replay [--runs N] [--seed S] [--seconds T] [FILE…]     by default 1000 runs with seed 1
//   read_fuzz_replay --write-seeds FOLDER                            for libFuzzer's corpus
//
// An input at which the process dies, or that takes more than a minute, is kept as crash-input in the working folder.
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include <unistd.h>

#include "target.h"

extern "C" __attribute__((weak)) void __sanitizer_set_death_callback(void (*callback)());

namespace depeche::fuzz {
namespace {

constexpr unsigned kMostSeconds = 60;
const std::string* current = nullptr;

void keep_current() {
  if (!current) return;
  if (std::FILE* const file = std::fopen("crash-input", "wb")) {
    std::fwrite(current->data(), 1, current->size(), file);
    std::fclose(file);
    std::fprintf(stderr, "kept as crash-input (%zu bytes)\n", current->size());
  }
}

void on_signal(int number) {
  keep_current();
  std::fprintf(stderr, number == SIGALRM ? "takes too long\n" : "died\n");
  std::_Exit(1);
}

void run(const std::string& input) {
  current = &input;
  alarm(kMostSeconds);
  // A copy of the exact size: std::string keeps room behind its end.
  uint8_t* const exact = static_cast<uint8_t*>(std::malloc(input.size() + (input.empty() ? 1 : 0)));
  if (!input.empty()) std::memcpy(exact, input.data(), input.size());
  LLVMFuzzerTestOneInput(exact, input.size());
  std::free(exact);
  alarm(0);
  current = nullptr;
}

class Mutator {
 public:
  explicit Mutator(uint64_t seed) : random_(seed) {}

  size_t below(size_t n) { return n == 0 ? 0 : static_cast<size_t>(random_() % n); }

  std::string mutate(const std::vector<std::string>& seeds) {
    std::string out = seeds[below(seeds.size())];
    for (size_t n = 1 + below(4); n > 0; --n) step(out, seeds);
    return out;
  }

 private:
  void step(std::string& s, const std::vector<std::string>& seeds) {
    const size_t at = below(s.size() + 1);
    const size_t length = std::min(s.size() - at, size_t{1} << below(10));
    switch (below(8)) {
      case 0:
        if (at < s.size()) s[at] = static_cast<char>(s[at] ^ (1 << below(8)));
        break;
      case 1:
        if (at < s.size()) s[at] = kBytes[below(sizeof(kBytes))];
        break;
      case 2:
        s.erase(at, length);
        break;
      case 3:
        s.insert(at, s.substr(at, length));
        break;
      case 4:
        s.resize(at);
        break;
      case 5:
        s.insert(at, kPieces[below(std::size(kPieces))]);
        break;
      case 6: {
        const std::string& other = seeds[below(seeds.size())];
        const size_t from = below(other.size() + 1);
        s.insert(at, other.substr(from, size_t{1} << below(10)));
        break;
      }
      default:
        for (size_t i = at; i < at + length; ++i) s[i] = static_cast<char>(random_());
    }
    if (s.size() > kMostBytes) s.resize(kMostBytes);
  }

  static constexpr size_t kMostBytes = 1 << 20;
  static constexpr char kBytes[] = "\x00\x01\x7F\x80\xC1\xDF\xFF\"'{}[]|\t\n=#.,;: ";
  static constexpr const char* kPieces[] = {"\xC2\xAB ",
                                            " \xC2\xBB",
                                            "\xE2\x80\x99",
                                            "\xF0\x9F\x98\x80",
                                            "\xEF\xBF\xBD",
                                            "{\"text\": \"",
                                            "\\u0000",
                                            "\n\n",
                                            "\xDD\xFF\xFF\xFF\xFF",
                                            "[[",
                                            "9999999999",
                                            "|||",
                                            "\xE2\x80\x8F",
                                            "((((((((",
                                            "a?a?a?a?",
                                            "\r"};
  std::mt19937_64 random_;
};

void write_seeds(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  size_t number = 0;
  for (const std::string& seed : seeds()) write_file(folder / ("seed-" + std::to_string(number++)), seed);
}

int main_of(int argc, char** argv) {
  size_t runs = 1000, seed = 1, seconds = 0;
  std::vector<std::string> inputs;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    const char* const value = i + 1 < argc ? argv[i + 1] : "";
    if (argument == "--write-seeds") {
      write_seeds(value);
      return 0;
    }
    if (argument == "--runs")
      runs = std::strtoull(argv[++i], nullptr, 10);
    else if (argument == "--seed")
      seed = std::strtoull(argv[++i], nullptr, 10);
    else if (argument == "--seconds")
      seconds = std::strtoull(argv[++i], nullptr, 10);
    else
      inputs.push_back(file_bytes(argument));
  }
  if (__sanitizer_set_death_callback) __sanitizer_set_death_callback(keep_current);
  std::signal(SIGALRM, on_signal);
  std::signal(SIGABRT, on_signal);
  for (const std::string& input : inputs) run(input);
  if (!inputs.empty()) return 0;
  const std::vector<std::string> begin = seeds();
  for (const std::string& input : begin) run(input);
  if (begin.empty()) return 0;
  Mutator mutator(seed);
  const std::time_t start = std::time(nullptr);
  size_t done = 0;
  for (; done < runs && (seconds == 0 || std::time(nullptr) - start < static_cast<std::time_t>(seconds)); ++done) {
    run(mutator.mutate(begin));
  }
  std::printf("%zu seeds, %zu mutations\n", begin.size(), done);
  return 0;
}

}  // namespace
}  // namespace depeche::fuzz

int main(int argc, char** argv) { return depeche::fuzz::main_of(argc, argv); }
