// Explanations as one page that needs nothing else: no script, no font, nothing from the net.
#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"
#include "explanation.h"

namespace depeche::app {
namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        // What a page must not hold.
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') out += c;
    }
  }
  return out;
}

std::string list_of(const std::vector<Weighed>& because) {
  if (because.empty()) return "";
  std::string out = "<ul class=\"why\">";
  for (const Weighed& one : because) {
    out += fmt::format("<li class=\"{}\"><b>{:+.2f}</b> {}</li>", one.weight < 0 ? "against" : "for", one.weight,
                       escaped(one.feature));
  }
  return out + "</ul>";
}

std::string marked(const SentenceExplained& sentence) {
  std::string out;
  size_t at = 0;
  for (const auto& [begin, end] : sentence.triggers) {
    if (begin < at) continue;
    out += escaped(std::string_view(sentence.text).substr(at, begin - at)) + "<mark>" +
           escaped(std::string_view(sentence.text).substr(begin, end - begin)) + "</mark>";
    at = end;
  }
  return out + escaped(std::string_view(sentence.text).substr(at));
}

void write_tree(const SentenceExplained& sentence, std::string& out) {
  out += "<details><summary>Tree</summary><pre>";
  for (const Branch& branch : sentence.tree) {
    const std::string word = escaped(branch.word);
    out += escaped(branch.lead) + (branch.is_trigger ? "<mark>" + word + "</mark>" : word) + "  <i>" +
           escaped(branch.relation + " " + branch.kind) + "</i>";
    if (!branch.means.empty()) out += "  <b>" + escaped(branch.means) + "</b>";
    out += '\n';
  }
  out += "</pre></details>\n";
}

void write_side(std::string_view side, const std::vector<Candidate>& candidates, std::string& out) {
  if (candidates.empty()) return;
  out += fmt::format("<table><caption>{}</caption><tr><th>candidate<th>likely<th>score<th>what counted</tr>\n", side);
  for (const Candidate& candidate : candidates) {
    out +=
        fmt::format("<tr{}><td>{}<td>{:.0f} %<td>{:+.2f}<td><details><summary>{} features</summary>{}</details></tr>\n",
                    candidate.is_chosen ? " class=\"chosen\"" : "", escaped(candidate.who), 100 * candidate.share,
                    candidate.score, candidate.because.size(), list_of(candidate.because));
  }
  out += "</table>\n";
}

void write_taken(const Taken& taken, std::string& out) {
  out += fmt::format("<section class=\"taken\"><h3>✔ {} <q>{}</q></h3><p>{}, confidence {:.2f}", escaped(taken.type),
                     escaped(taken.words), escaped(taken.status), taken.confidence);
  if (!taken.date.empty()) out += ", " + escaped(taken.date);
  if (!taken.place.empty()) out += ", " + escaped(taken.place);
  out += fmt::format("</p><p>{}, {}: <code>{}</code></p><details><summary>Why an event</summary>{}</details>\n",
                     escaped(taken.rule), escaped(taken.where), escaped(taken.entry), list_of(taken.because));
  write_side("Actor", taken.actor, out);
  write_side("Recipient", taken.recipient, out);
  out += "</section>\n";
}

void write_fallen(const SentenceExplained& sentence, std::string& out) {
  if (sentence.fallen.empty()) return;
  out +=
      fmt::format("<details{}><summary>{} entries fell</summary><table><tr><th>word<th>type<th>entry<th>why not</tr>\n",
                  sentence.taken.empty() ? " open" : "", sentence.fallen.size() + sentence.more_fallen);
  for (const Fallen& fallen : sentence.fallen) {
    out += fmt::format("<tr class=\"fallen\"><td>{}<td>{}<td><code>{}</code><br>{}, {}<td>{}", escaped(fallen.word),
                       escaped(fallen.type), escaped(fallen.entry), escaped(fallen.rule), escaped(fallen.where),
                       escaped(fallen.why));
    if (!fallen.because.empty())
      out += fmt::format("<details><summary>what counted</summary>{}</details>", list_of(fallen.because));
    out += "</tr>\n";
  }
  out += "</table>";
  if (sentence.more_fallen > 0) out += fmt::format("<p>{} more; --all shows them</p>", sentence.more_fallen);
  out += "</details>\n";
}

}  // namespace

std::string_view html_head() {
  return R"(<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>depeche explain</title>
<style>
:root { color-scheme: light dark; --for: #1a7f37; --against: #b3261e; --line: #8886; --mark: #ffe08a; --soft: #8881; }
@media (prefers-color-scheme: dark) { :root { --for: #5fd38d; --against: #ff8a80; --mark: #6b5300; } }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
mark { background: var(--mark); color: inherit; padding: 0 .1em; border-radius: .2em; }
article > div { border-top: 1px solid var(--line); padding: .7rem 0; }
.sentence { font-size: 1.1rem; margin: .3rem 0; }
.taken { border-left: 3px solid var(--for); padding-left: .8rem; margin: .7rem 0; }
.taken h3, .taken p { margin: .2rem 0; }
.none { color: var(--against); margin: .2rem 0; }
table { border-collapse: collapse; margin: .5rem 0; font-size: .9rem; }
caption { text-align: left; font-weight: 600; }
th, td { text-align: left; vertical-align: top; padding: .15rem .8rem .15rem 0; border-bottom: 1px solid var(--line); }
.chosen td:first-child { font-weight: 600; color: var(--for); }
pre { overflow-x: auto; background: var(--soft); padding: .6rem; line-height: 1.3; }
pre i { opacity: .65; font-style: normal; }
ul.why { margin: .2rem 0; padding-left: 1rem; columns: 16rem; font-size: .85rem; }
.for b { color: var(--for); }
.against b { color: var(--against); }
summary { cursor: pointer; }
</style>
)";
}

std::string_view html_foot() { return "</html>\n"; }

void write_html(const Explanation& explanation, std::string& out) {
  out += fmt::format("<article>\n<h2>{}</h2>\n<p>{}</p>\n", escaped(explanation.title), escaped(explanation.id));
  for (const SentenceExplained& sentence : explanation.sentences) {
    out += "<div>\n<p class=\"sentence\">" + marked(sentence) + "</p>\n";
    for (const Taken& taken : sentence.taken) write_taken(taken, out);
    if (sentence.taken.empty()) out += "<p class=\"none\">no event</p>\n";
    write_fallen(sentence, out);
    write_tree(sentence, out);
    if (!sentence.unknown.empty()) {
      out += "<p>In no frame:";
      for (const std::string& word : sentence.unknown) out += " <code>" + escaped(word) + "</code>";
      out += "</p>\n";
    }
    out += "</div>\n";
  }
  out += "</article>\n";
}

}  // namespace depeche::app
