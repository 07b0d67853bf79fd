// Explanations for a terminal.
#include <fmt/format.h>

#include <algorithm>

#include "explanation.h"
#include "record/display.h"

namespace depeche::app {
namespace {

constexpr std::string_view kBold = "\x1b[1m", kDim = "\x1b[2m", kGreen = "\x1b[32m", kBlue = "\x1b[34m",
                           kYellow = "\x1b[33m", kRed = "\x1b[31m", kReset = "\x1b[0m";

class Writer {
 public:
  Writer(const record::TableOptions& options, std::string& out)
      : width_(std::max(options.width, 40)), colour_(options.colour == record::Colour::Always), out_(out) {}

  void run(const Explanation& explanation) {
    if (!explanation.id.empty()) out_ += in(kDim, explanation.id) + "\n";
    if (!explanation.title.empty()) wrapped(explanation.title, "", kBold);
    for (const SentenceExplained& sentence : explanation.sentences) write(sentence);
    out_ += '\n';
  }

 private:
  std::string in(std::string_view style, std::string_view text) const {
    if (!colour_) return std::string(text);
    return std::string(style) + std::string(text) + std::string(kReset);
  }

  void wrapped(std::string_view text, std::string_view indent, std::string_view style) {
    for (const std::string& line : record::wrap(text, width_ - static_cast<int>(indent.size())))
      out_ += std::string(indent) + in(style, line) + "\n";
  }

  void write(const SentenceExplained& sentence) {
    out_ += '\n';
    wrapped(record::one_line(sentence.text), "", kBold);
    for (const Branch& branch : sentence.tree) {
      out_ += "  " + in(kDim, branch.lead) + in(branch.is_trigger ? kGreen : "", branch.word) + "  " +
              in(kDim, branch.relation + " " + branch.kind);
      if (!branch.means.empty()) out_ += "  " + in(kBlue, branch.means);
      out_ += '\n';
    }
    for (const Taken& taken : sentence.taken) write(taken);
    if (sentence.taken.empty()) out_ += "  " + in(kYellow, "no event") + "\n";
    write_fallen(sentence);
    if (!sentence.unknown.empty()) {
      std::string words;
      for (const std::string& word : sentence.unknown) words += (words.empty() ? "" : ", ") + word;
      wrapped("in no frame: " + words, "  ", kYellow);
    }
  }

  // The heaviest few.
  void write(const std::vector<Weighed>& because, std::string_view indent) {
    constexpr size_t kMost = 8;
    std::string text;
    for (size_t i = 0; i < std::min(kMost, because.size()); ++i)
      text += fmt::format("{}{} {:+.2f}", i == 0 ? "" : ", ", because[i].feature, because[i].weight);
    if (!text.empty()) wrapped(text, indent, kDim);
  }

  void write(const Taken& taken) {
    out_ += "  " + in(kGreen, "✔ " + taken.type) +
            fmt::format(" “{}”, {}, confidence {:.2f}", taken.words, taken.status, taken.confidence);
    if (!taken.date.empty()) out_ += ", " + taken.date;
    if (!taken.place.empty()) out_ += ", " + taken.place;
    out_ += '\n';
    wrapped(fmt::format("{}, {}: {}", taken.rule, taken.where, taken.entry), "    ", "");
    write(taken.because, "      ");
    write("actor", taken.actor);
    write("recipient", taken.recipient);
  }

  void write(std::string_view side, const std::vector<Candidate>& candidates) {
    for (const Candidate& candidate : candidates) {
      const std::string line = fmt::format("{} {} {}  {:.0f} %, score {:+.2f}", side, candidate.is_chosen ? "✔" : "·",
                                           candidate.who, 100 * candidate.share, candidate.score);
      out_ += "    " + in(candidate.is_chosen ? kGreen : "", line) + "\n";
      write(candidate.because, "      ");
    }
  }

  void write_fallen(const SentenceExplained& sentence) {
    for (const Fallen& fallen : sentence.fallen) {
      out_ += "  " + in(kRed, "✘ " + fallen.type) + fmt::format(" “{}”: ", fallen.word) + fallen.why + "\n";
      wrapped(fmt::format("{}, {}: {}", fallen.rule, fallen.where, fallen.entry), "    ", kDim);
      write(fallen.because, "      ");
    }
    if (sentence.more_fallen > 0)
      out_ += "  " + in(kDim, fmt::format("✘ {} more entries; --all shows them", sentence.more_fallen)) + "\n";
  }

  const int width_;
  const bool colour_;
  std::string& out_;
};

}  // namespace

void write_text(const Explanation& explanation, const record::TableOptions& options, std::string& out) {
  Writer(options, out).run(explanation);
}

}  // namespace depeche::app
