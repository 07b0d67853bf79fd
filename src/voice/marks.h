// The marks of certainty that are handed from word to word.
#pragma once

#include <algorithm>

#include "voice/lexicon.h"
#include "voice/statements.h"

namespace depeche::voice {

// The marks of Certainty that are handed on.
struct Marks {
  bool negated = false;
  bool hedged = false;
  Modality modality = Modality::Actual;
  Degree degree = Degree::Certain;
};

inline void join(Marks& into, const Marks& other) {
  into.negated = into.negated || other.negated;
  into.hedged = into.hedged || other.hedged;
  into.modality = std::max(into.modality, other.modality);
  into.degree = std::max(into.degree, other.degree);
}

inline void raise(Marks& marks, Modality modality, Degree degree) {
  marks.modality = std::max(marks.modality, modality);
  marks.degree = std::max(marks.degree, degree);
}

inline void apply(Marks& marks, Effect effect) {
  switch (effect) {
    case Effect::Negated:
      marks.negated = !marks.negated;
      break;
    case Effect::Unlikely:
      marks.negated = !marks.negated;
      raise(marks, Modality::Actual, Degree::Probable);
      break;
    case Effect::Hedged:
      marks.hedged = true;
      raise(marks, Modality::Actual, Degree::Probable);
      break;
    case Effect::Possible:
      marks.hedged = true;
      raise(marks, Modality::Actual, Degree::Possible);
      break;
    case Effect::Future:
      raise(marks, Modality::Future, Degree::Certain);
      break;
    case Effect::Intended:
      raise(marks, Modality::Intended, Degree::Unknown);
      break;
    case Effect::Hypothetical:
      raise(marks, Modality::Hypothetical, Degree::Unknown);
      break;
    case Effect::Able:
      raise(marks, Modality::Hypothetical, Degree::Possible);
      break;
    case Effect::Open:
      raise(marks, Modality::Actual, Degree::Unknown);
      break;
    case Effect::None:
    case Effect::Same:
      break;
  }
}

}  // namespace depeche::voice
