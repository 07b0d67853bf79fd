// Hand-built analyses for tests, from a string like CoNLL-U.
//
//   const support::Sample sample = support::from_conllu(R"(
//     Le      le      DET   2 det
//     chat    chat    NOUN  3 nsubj
//     mange   manger  VERB  0 root    Mood=Ind|Tense=Pres|VerbForm=Fin
//     .       .       PUNCT 3 punct   _  SpaceAfter=No
//   )");
//
// One token a line: form, lemma, UPOS, head (from 1 within the sentence, 0 = root), relation, and if wanted features
// and MISC: SpaceAfter=No, NER=B-PER or NER=I-PER; or the ten columns of CoNLL-U, tab-separated. A blank line ends a
// sentence, "# newpar" begins a paragraph of its own (a piece), "#" any comment. No space is set before , . ) » and
// after ( « and an elision unless written otherwise by tabs.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "nlp/analysis.h"
#include "text/document.h"

namespace depeche::support {

struct Sample {
  text::Document document;  // a block a paragraph
  nlp::Analysis analysis;
};

namespace detail {

inline std::vector<std::string_view> fields_of(std::string_view line) {
  const std::string_view separators = line.find('\t') != line.npos ? "\t" : " ";
  std::vector<std::string_view> fields;
  for (size_t at = 0; at < line.size();) {
    const size_t begin = line.find_first_not_of(separators, at);
    if (begin == line.npos) break;
    const size_t end = std::min(line.find_first_of(separators, begin), line.size());
    fields.push_back(line.substr(begin, end - begin));
    at = end;
  }
  return fields;
}

class Ids {
 public:
  explicit Ids(std::vector<std::string>& labels) : labels_(labels) {}
  nlp::LabelId operator()(std::string_view label) {
    const auto [at, is_new] = ids_.try_emplace(std::string(label), static_cast<nlp::LabelId>(labels_.size()));
    if (is_new) labels_.emplace_back(label);
    return at->second;
  }

 private:
  std::vector<std::string>& labels_;
  std::unordered_map<std::string, nlp::LabelId> ids_;
};

}  // namespace detail

inline Sample from_conllu(std::string_view conllu) {
  Sample sample;
  auto labels = std::make_shared<nlp::Labels>();
  detail::Ids tag(labels->tag), morph(labels->morph), deprel(labels->deprel), entity(labels->entity);
  tag(""), morph(""), deprel("");
  nlp::Analysis& a = sample.analysis;
  std::string& text = sample.document.text;
  nlp::TokenIndex sentence = 0, piece = 0;
  uint32_t block = 0;
  bool new_piece = false, glue = true;
  const auto end_sentence = [&] {
    if (a.size() > sentence) a.sentences.push_back({sentence, a.size()});
    sentence = a.size();
  };
  const auto end_piece = [&] {
    end_sentence();
    if (a.size() > piece) {
      a.pieces.push_back({piece, a.size()});
      sample.document.blocks.push_back({{block, static_cast<uint32_t>(text.size())}, text::BlockKind::Paragraph});
    }
    piece = a.size();
  };
  while (!conllu.empty()) {
    const size_t end = std::min(conllu.find('\n'), conllu.size());
    std::string_view line = conllu.substr(0, end);
    conllu.remove_prefix(std::min(end + 1, conllu.size()));
    while (!line.empty() && line.front() == ' ') line.remove_prefix(1);
    if (line.empty()) {
      end_sentence();
      continue;
    }
    if (line.front() == '#' && line.size() > 1 && line[1] == ' ') {
      if (line.substr(0, 8) == "# newpar") end_piece(), new_piece = !text.empty();
      continue;
    }
    const std::vector<std::string_view> f = detail::fields_of(line);
    if (f.size() < 5) continue;
    const bool full = f.size() >= 10;
    const std::string_view form = full ? f[1] : f[0], lemma = full ? f[2] : f[1], pos = full ? f[3] : f[2];
    const std::string_view head = full ? f[6] : f[3], relation = full ? f[7] : f[4];
    const std::string_view features = full ? f[5] : f.size() > 5 ? f[5] : "_";
    const std::string_view misc = full ? f[9] : f.size() > 6 ? f[6] : "_";
    if (new_piece) {
      text += "\n\n";
      block = static_cast<uint32_t>(text.size());
      new_piece = false;
    } else if (!glue && !(!full && (form == "," || form == "." || form == ")"))) {
      text += ' ';
      a.tokens.back().space_after = true;
    }
    nlp::Token t;
    t.span.begin = static_cast<uint32_t>(text.size());
    text += form;
    t.span.end = static_cast<uint32_t>(text.size());
    t.lemma_begin = static_cast<uint32_t>(a.lemmas.size());
    t.lemma_size = static_cast<uint16_t>(lemma.size());
    a.lemmas += lemma;
    t.pos = nlp::upos_from(pos);
    t.tag = tag(pos);
    t.morph = morph(features == "_" ? "" : features);
    t.deprel = deprel(relation);
    const int above = std::stoi(std::string(head));
    t.head = above == 0 ? a.size() : sentence + above - 1;
    t.sentence_start = a.size() == sentence;
    a.tokens.push_back(t);
    if (const size_t ner = misc.find("NER="); ner != misc.npos) {
      const std::string_view value = misc.substr(ner + 4, misc.find('|', ner) - ner - 4);
      const nlp::LabelId label = entity(value.substr(2));
      if (value.front() == 'I' && !a.entities.empty() && a.entities.back().tokens.end == a.size() - 1)
        ++a.entities.back().tokens.end;
      else
        a.entities.push_back({{a.size() - 1, a.size()}, label});
    }
    glue = misc.find("SpaceAfter=No") != misc.npos ||
           (!full && (form.back() == '\'' || form.ends_with("’") || form == "("));
  }
  end_piece();
  a.labels = std::move(labels);
  return sample;
}

}  // namespace depeche::support
