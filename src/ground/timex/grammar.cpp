#include "ground/timex/grammar.h"

#include <algorithm>

namespace depeche::ground::timex {
namespace {

// From coarse to fine; an expression of a list borrows from its neighbours what is coarser than all that it says
// itself.
constexpr Field kCoarseToFine[] = {Field::Century, Field::Decade,  Field::Year,  Field::Year2,
                                   Field::Season,  Field::Quarter, Field::Month, Field::Day,
                                   Field::Weekday, Field::Part,    Field::Hour,  Field::Minute};

int coarseness(const Fields& fields) {  // index of the coarsest field
  for (size_t i = 0; i < std::size(kCoarseToFine); ++i) {
    if (fields.has(kCoarseToFine[i])) return static_cast<int>(i);
  }
  return static_cast<int>(std::size(kCoarseToFine));
}
int fineness(const Fields& fields) {
  for (size_t i = std::size(kCoarseToFine); i-- > 0;) {
    if (fields.has(kCoarseToFine[i])) return static_cast<int>(i);
  }
  return -1;
}

void borrow(Fields& to, const Fields& from) {
  const int coarsest = coarseness(to);
  for (int i = 0; i < coarsest; ++i) {
    const Field f = kCoarseToFine[i];
    if (from.has(f) && !(f == Field::Year && to.has(Field::Year2))) to.set(f, from[f]);
  }
  for (const Field f : {Field::Shift, Field::Unit}) {
    if (from.has(f) && !to.has(f)) to.set(f, from[f]);
  }
  // Days of one month, hours of one half of the day, told once.
  if (to.has(Field::Day) && !to.has(Field::Month) && from.has(Field::Month)) to.set(Field::Month, from[Field::Month]);
  if (to.has(Field::Hour) && !to.has(Field::Meridiem) && from.has(Field::Meridiem))
    to.set(Field::Meridiem, from[Field::Meridiem]);
}

}  // namespace

int32_t Grammar::value_at(const Piece& piece, const Position& position) const {
  if (position.symbol < kNumberSymbols) return static_cast<int32_t>(std::min<int64_t>(piece.number, INT32_MAX));
  if (piece.word) {
    for (const Reading& r : piece.word->readings) {
      if (r.symbol == position.symbol) return r.value;
    }
  }
  return kUnset;
}

bool Grammar::allowed(const Rule& rule, std::string_view text, const std::vector<Piece>& pieces, size_t begin,
                      size_t end) const {
  if (end < pieces.size()) {
    for (const Symbol s : rule.not_before) {
      if (lexicon_.answers(pieces[end].letter, s)) return false;
    }
  }
  if (begin > 0) {
    for (const Symbol s : rule.not_after) {
      if (lexicon_.answers(pieces[begin - 1].letter, s)) return false;
    }
  }
  if (rule.guard_year != YearGuard::None && end < pieces.size() &&
      (rule.guard_year == YearGuard::Any || pieces[end - 1].number % 100 == 0)) {
    // A plural noun behind the number makes it a count, a preposition leaves it a year.
    const Piece& next = pieces[end];
    if (next.is_word && !next.capital && !lexicon_.answers(next.letter, function)) {
      const std::string_view word = slice(text, next.span);
      for (const std::string& suffix : lexicon_.scan.plural_suffixes) {
        if (word.size() > suffix.size() + 2 && word.substr(word.size() - suffix.size()) == suffix) return false;
      }
    }
  }
  return true;
}

Grammar::Hit Grammar::search(std::string_view text, const std::vector<Piece>& pieces, size_t begin,
                             Scratch& scratch) const {
  Hit best;
  scratch.nodes.clear();
  scratch.now.clear();
  for (const PositionId p : automaton_.first_by_letter[pieces[begin].letter]) {
    scratch.now.push_back(static_cast<int32_t>(scratch.nodes.size()));
    scratch.nodes.push_back({-1, p});
  }
  if (scratch.seen.size() < automaton_.positions.size()) scratch.seen.resize(automaton_.positions.size(), 0);
  for (size_t at = begin; !scratch.now.empty(); ++at) {
    for (const int32_t node : scratch.now) {
      const Position& position = automaton_.positions[scratch.nodes[node].position];
      if (!position.accepts || (at + 1 == best.end && position.rule >= best.rule)) continue;
      if (allowed(rules_[position.rule], text, pieces, begin, at + 1)) best = {node, at + 1, position.rule};
    }
    if (at + 1 >= pieces.size()) break;
    const Piece& piece = pieces[at + 1];
    scratch.next.clear();
    ++scratch.stamp;
    if (piece.letter != 0) {
      for (const int32_t node : scratch.now) {
        const Position& position = automaton_.positions[scratch.nodes[node].position];
        for (uint32_t f = position.follow_begin; f < position.follow_end; ++f) {
          const PositionId p = automaton_.follow[f];
          ++scratch.steps;
          const Position& to = automaton_.positions[p];
          if (scratch.seen[p] == scratch.stamp || !lexicon_.answers(piece.letter, to.symbol)) continue;
          if (to.adjoins && piece.blank_before) continue;
          scratch.seen[p] = scratch.stamp;
          scratch.next.push_back(static_cast<int32_t>(scratch.nodes.size()));
          scratch.nodes.push_back({node, p});
        }
      }
    }
    scratch.now.swap(scratch.next);
  }
  return best;
}

// The first piece of a match that is no context and the one behind the last; its end where all is context.
std::pair<size_t, size_t> Grammar::taken(const Hit& hit, const Scratch& scratch) const {
  size_t at = hit.end, first = hit.end, end = 0;
  for (int32_t node = hit.node; node >= 0; node = scratch.nodes[node].previous) {
    --at;
    if (automaton_.positions[scratch.nodes[node].position].group == kContext) continue;
    first = at;
    end = std::max(end, at + 1);
  }
  return {first, end};
}

size_t Grammar::emit(std::string_view text, const std::vector<Piece>& pieces, size_t begin, const Hit& hit,
                     const Scratch& scratch, std::vector<Form>& forms) const {
  const Rule& rule = rules_[hit.rule];
  const size_t from = forms.size();
  forms.resize(from + static_cast<size_t>(rule.groups));
  Fields shared;
  std::vector<bool> found(static_cast<size_t>(rule.groups), false);
  size_t at = hit.end, last_taken = begin;
  for (int32_t node = hit.node; node >= 0; node = scratch.nodes[node].previous) {
    const Position& position = automaton_.positions[scratch.nodes[node].position];
    --at;
    if (position.group == kContext) {
      if (position.field != Field::None && !shared.has(position.field))
        shared.set(position.field, value_at(pieces[at], position));
      continue;
    }
    Form& form = forms[from + static_cast<size_t>(position.group)];
    if (!found[position.group]) {
      found[position.group] = true;
      form.last = static_cast<uint32_t>(at);
      last_taken = std::max(last_taken, at);
    }
    form.first = static_cast<uint32_t>(at);
    if (position.field != Field::None) {
      form.fields.set(position.field, value_at(pieces[at], position));
      if (position.field == Field::Count) form.count_piece = static_cast<uint32_t>(at);
    }
  }
  size_t out = from;
  for (int g = 0; g < rule.groups; ++g) {
    if (!found[g]) continue;
    if (out != from + g) forms[out] = forms[from + g];
    ++out;
  }
  forms.resize(out);
  for (size_t i = from; i < out; ++i) {
    Form& form = forms[i];
    form.rule = &rule;
    form.follows = rule.range && i > from;
    form.joined = i > from;
    for (size_t f = 0; f < kFieldCount; ++f) {
      const auto field = static_cast<Field>(f);
      if (!form.fields.has(field) && shared.has(field)) form.fields.set(field, shared[field]);
      if (!form.fields.has(field) && rule.set.has(field)) form.fields.set(field, rule.set[field]);
    }
  }
  for (size_t i = out; i-- > from + 1;) borrow(forms[i - 1].fields, forms[i].fields);
  for (size_t i = from + 1; i < out; ++i) {
    if (fineness(forms[i].fields) == fineness(forms[i - 1].fields)) borrow(forms[i].fields, forms[i - 1].fields);
  }
  for (size_t i = from; i < out; ++i) {
    Form& form = forms[i];
    if (rule.determiner && form.first > 0 && lexicon_.answers(pieces[form.first - 1].letter, determiner) &&
        (i == from || forms[i - 1].last < form.first - 1)) {
      --form.first;
    }
    form.span = {pieces[form.first].span.begin, pieces[form.last].span.end};
  }
  if (rule.kind == Kind::Skip) forms.resize(from);
  (void)text;
  // A context behind the expressions may begin the next one.
  return rule.kind == Kind::Skip ? hit.end : last_taken + 1;
}

void Grammar::match(std::string_view text, const std::vector<Piece>& pieces, Scratch& scratch,
                    std::vector<Form>& forms) const {
  for (size_t at = 0; at < pieces.size();) {
    if (automaton_.first_by_letter[pieces[at].letter].empty()) {
      ++at;
      continue;
    }
    Hit hit = search(text, pieces, at, scratch);
    if (hit.node < 0) {
      ++at;
      continue;
    }
    // What stands before an expression as context must not hide a longer one that begins with it or behind it.
    if (auto [first, last] = taken(hit, scratch); first > at) {
      Hit later;
      for (; first < last && later.end <= hit.end; ++first) later = search(text, pieces, first, scratch);
      if (later.end > hit.end) {
        hit = later;
        at = first - 1;
      } else {
        hit = search(text, pieces, at, scratch);
      }
    }
    at = emit(text, pieces, at, hit, scratch, forms);
  }
}

}  // namespace depeche::ground::timex
