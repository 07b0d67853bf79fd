#include "nlp/parser.h"

#include <algorithm>
#include <limits>

namespace depeche::nlp {
namespace {

enum Kind { kShift, kReduce, kLeft, kRight, kBreak, kKinds };
constexpr int kFeatures = TransitionScorer::kMaxFeatures;
constexpr int kMaxEdgePasses = 12;         // spaCy's limit
constexpr int64_t kSearchPerToken = 1024;  // steps of looking for new heads; real text takes a few

struct Edges {
  std::vector<int32_t> left, right;  // outermost token of each subtree
  std::vector<bool> starts;          // left edges of roots
};

bool starts_agree(const std::vector<int32_t>& head, const std::vector<bool>& starts) {
  const auto n = static_cast<int32_t>(head.size());
  int32_t segment = 0;
  for (int32_t i = 0; i < n; ++i) {
    if (!((i > 0 && starts[static_cast<size_t>(i)]) || i == n - 1)) continue;
    for (int32_t j = segment; j < i; ++j) {
      const int32_t h = head[static_cast<size_t>(j)];
      if (h < segment || h > i) return false;
    }
    segment = i;
  }
  return true;
}

Edges edges_of(const std::vector<int32_t>& head) {
  const size_t n = head.size();
  Edges edges{std::vector<int32_t>(n), std::vector<int32_t>(n), std::vector<bool>(n)};
  for (size_t i = 0; i < n; ++i) edges.left[i] = edges.right[i] = static_cast<int32_t>(i);
  for (int pass = 0; pass < kMaxEdgePasses; ++pass) {
    const auto spread = [&](size_t i) {
      const auto h = static_cast<size_t>(head[i]);
      edges.left[h] = std::min(edges.left[h], edges.left[i]);
      edges.right[h] = std::max(edges.right[h], edges.right[i]);
    };
    for (size_t i = 0; i < n; ++i) spread(i);
    for (size_t i = n; i-- > 0;) spread(i);
    std::fill(edges.starts.begin(), edges.starts.end(), false);
    for (size_t i = 0; i < n; ++i) {
      if (head[i] == static_cast<int32_t>(i)) edges.starts[static_cast<size_t>(edges.left[i])] = true;
    }
    if (starts_agree(head, edges.starts)) break;
  }
  return edges;
}

// The arc-eager state of one document. Children are lists linked from the last one attached backwards.
class State {
 public:
  State(size_t n, ParserScratch& s, DependencyParser::Tree& tree) : n_(static_cast<int32_t>(n)), s_(s), tree_(tree) {
    s.stack.clear();
    s.rebuffer.clear();
    s.last_left.assign(n, -1);
    s.last_right.assign(n, -1);
    s.previous.assign(n, -1);
    s.unshiftable.assign(n, false);
    s.starts.assign(n, false);
    tree.head.assign(n, -1);
    tree.label.assign(n, 0);
  }

  int32_t stack(size_t i) const { return i < s_.stack.size() ? s_.stack[s_.stack.size() - 1 - i] : -1; }
  int32_t buffer(size_t i) const {
    if (i < s_.rebuffer.size()) return s_.rebuffer[s_.rebuffer.size() - 1 - i];
    const int32_t at = next_ + static_cast<int32_t>(i - s_.rebuffer.size());
    return at < n_ ? at : -1;
  }
  int32_t buffered() const { return n_ - next_ + static_cast<int32_t>(s_.rebuffer.size()); }
  bool done() const { return s_.stack.empty() && buffered() == 0; }

  void features(int32_t (&ids)[kFeatures]) const {
    const int32_t b0 = buffer(0), s0 = stack(0);
    const auto last = [](const std::vector<int32_t>& list, int32_t of) {
      return of < 0 ? -1 : list[static_cast<size_t>(of)];
    };
    const int32_t values[kFeatures] = {
        b0, buffer(1), s0, stack(1), stack(2), last(s_.last_left, b0), last(s_.last_left, s0), last(s_.last_right, s0)};
    std::copy(std::begin(values), std::end(values), ids);
  }

  // The valid kinds as bits.
  size_t valid() const {
    bool ok[kKinds];
    const int32_t b0 = buffer(0), b1 = buffer(1);
    const bool empty = s_.stack.empty();
    const bool at_start = b0 >= 0 && s_.starts[static_cast<size_t>(b0)];
    ok[kShift] = empty || (buffered() >= 2 && !at_start && !s_.unshiftable[static_cast<size_t>(b0)]);
    ok[kReduce] = !empty;
    ok[kLeft] = ok[kRight] = !empty && buffered() > 0 && !at_start;
    ok[kBreak] = buffered() >= 2 && b1 == b0 + 1 && !s_.starts[static_cast<size_t>(b1)];
    size_t bits = 0;
    for (size_t kind = 0; kind < kKinds; ++kind) bits |= size_t{ok[kind]} << kind;
    return bits;
  }

  void apply(int kind, LabelId label) {
    const int32_t b0 = buffer(0), s0 = stack(0);
    switch (kind) {
      case kRight:
        attach(b0, s0, label, s_.last_right);
        [[fallthrough]];
      case kShift:
        push(b0);
        break;
      case kReduce:
        if (tree_.head[static_cast<size_t>(s0)] < 0 && s_.stack.size() > 1) {
          s_.unshiftable[static_cast<size_t>(s0)] = true;
          s_.rebuffer.push_back(s0);
        }
        s_.stack.pop_back();
        break;
      case kLeft: {
        if (const int32_t old = tree_.head[static_cast<size_t>(s0)]; old >= 0) {
          // It is always the child that its old head took last.
          auto& list = old < s0 ? s_.last_right : s_.last_left;
          if (list[static_cast<size_t>(old)] == s0)
            list[static_cast<size_t>(old)] = s_.previous[static_cast<size_t>(s0)];
        }
        attach(s0, b0, label, s_.last_left);
        s_.unshiftable[static_cast<size_t>(b0)] = false;
        s_.stack.pop_back();
        break;
      }
      case kBreak:
        s_.starts[static_cast<size_t>(buffer(1))] = true;
        break;
      default:
        break;
    }
  }

  void give_up() {
    s_.stack.clear();
    s_.rebuffer.clear();
    next_ = n_;
  }

 private:
  void attach(int32_t child, int32_t head, LabelId label, std::vector<int32_t>& list) {
    tree_.head[static_cast<size_t>(child)] = head;
    tree_.label[static_cast<size_t>(child)] = label;
    s_.previous[static_cast<size_t>(child)] = list[static_cast<size_t>(head)];
    list[static_cast<size_t>(head)] = child;
  }
  void push(int32_t token) {
    if (s_.rebuffer.empty())
      ++next_;
    else
      s_.rebuffer.pop_back();
    s_.stack.push_back(token);
  }

  int32_t n_, next_ = 0;
  ParserScratch& s_;
  DependencyParser::Tree& tree_;
};

}  // namespace

LabelId DependencyParser::label_id(const std::string& label) {
  const auto at = std::find(labels_.begin(), labels_.end(), label);
  if (at != labels_.end()) return static_cast<LabelId>(at - labels_.begin());
  labels_.push_back(label);
  return static_cast<LabelId>(labels_.size() - 1);
}

Result<DependencyParser> DependencyParser::load(const ThincModel& model, std::string_view moves,
                                                const std::string& moves_label, int width) {
  DependencyParser parser;
  parser.labels_ = {"ROOT", "dep"};
  const std::vector<Action> actions = DEPECHE_TRY(read_moves(moves, moves_label, kKinds));
  for (const Action& action : actions) parser.classes_.push_back({action.kind, parser.label_id(action.label)});
  for (size_t i = 0; i < parser.labels_.size(); ++i) {
    const std::string label = parser.labels_[i];
    const size_t bar = label.find("||");
    Lifted lifted;
    if (bar != std::string::npos) {
      lifted = {parser.label_id(label.substr(0, bar)), parser.label_id(label.substr(bar + 2)), true};
      parser.any_lifted_ = true;
    }
    parser.lifted_.push_back(lifted);
  }
  parser.lifted_.resize(parser.labels_.size());
  parser.scorer_ = DEPECHE_TRY(TransitionScorer::load(model, kFeatures, width, actions.size()));
  const size_t padded = parser.scorer_.padded_classes();
  parser.penalties_.assign((size_t{1} << kKinds) * padded, -std::numeric_limits<float>::infinity());
  for (size_t valid = 0; valid < size_t{1} << kKinds; ++valid) {
    for (size_t c = 0; c < parser.classes_.size(); ++c) {
      if (valid >> parser.classes_[c].kind & 1) parser.penalties_[valid * padded + c] = 0.0f;
    }
  }
  return parser;
}

void DependencyParser::parse(const float* tokens, size_t stride, size_t n, const std::vector<bool>& is_space,
                             ParserScratch& scratch, Tree& tree) const {
  scorer_.prepare(tokens, stride, n, scratch.table);
  const size_t classes = scorer_.padded_classes();
  scratch.scores.resize(classes);
  State state(n, scratch, tree);
  while (!state.done()) {
    int32_t ids[kFeatures];
    float hidden[TransitionScorer::kHidden];
    state.features(ids);
    scorer_.hidden(scratch.table, ids, hidden);
    scorer_.score(hidden, 1, scratch.scores.data());
    const size_t valid = state.valid();
    const size_t best = kernels().best(scratch.scores.data(), penalties_.data() + valid * classes, classes);
    if (best >= classes_.size() || !(valid >> classes_[best].kind & 1)) {
      state.give_up();
      break;
    }
    state.apply(classes_[best].kind, classes_[best].label);
  }
  for (size_t i = 0; i < n; ++i) {
    if (tree.head[i] >= 0) continue;
    tree.head[i] = static_cast<int32_t>(i);
    tree.label[i] = 0;
  }
  if (any_lifted_) unlift(tree, is_space);
  tree.sentence_start = edges_of(tree.head).starts;
}

void DependencyParser::unlift(Tree& tree, const std::vector<bool>& is_space) const {
  const auto n = static_cast<int32_t>(tree.head.size());
  bool any = false;
  for (const LabelId label : tree.label) any = any || lifted_[label].lifted;
  if (!any) return;
  const Edges edges = edges_of(tree.head);
  std::vector<int32_t> level, next;
  int64_t steps = kSearchPerToken * n;  // past them heads stay, so that no text takes longer than its length allows
  for (int32_t i = 0; i < n; ++i) {
    const Lifted lifted = lifted_[tree.label[static_cast<size_t>(i)]];
    if (!lifted.lifted) continue;
    int32_t found = -1;
    // A level holds each token at most once while heads form trees; the bound guards against moved heads.
    level.assign(1, tree.head[static_cast<size_t>(i)]);
    for (int32_t visited = 0; found < 0 && !level.empty() && visited <= n && steps > 0;
         visited += static_cast<int32_t>(level.size())) {
      next.clear();
      for (const int32_t at : level) {
        steps -= edges.right[static_cast<size_t>(at)] - edges.left[static_cast<size_t>(at)];
        if (steps <= 0) break;
        for (int32_t j = edges.left[static_cast<size_t>(at)]; j <= edges.right[static_cast<size_t>(at)] && found < 0;
             ++j) {
          if (j == at || j == i || tree.head[static_cast<size_t>(j)] != at || is_space[static_cast<size_t>(j)])
            continue;
          if (tree.label[static_cast<size_t>(j)] == lifted.head)
            found = j;
          else
            next.push_back(j);
        }
        if (found >= 0) break;
      }
      level.swap(next);
    }
    if (found >= 0) tree.head[static_cast<size_t>(i)] = found;
    tree.label[static_cast<size_t>(i)] = lifted.own;
  }
}

}  // namespace depeche::nlp
