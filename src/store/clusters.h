// Reports that may be one -> stories. A function of the set alone: the same in whatever order they are given.
#pragma once

#include <cstdint>
#include <vector>

#include "store/marks.h"

namespace depeche::store {

// Of two members, by their places in the vector.
struct Edge {
  size_t a = 0, b = 0;
  float points = 0;
};

// A tree of joins: the first is the earliest report, each other one is joined to one before it.
struct Cluster {
  struct Member {
    size_t member;
    size_t joined_to;  // itself for the first
    float points;      // of that join, 0 for the first
  };
  std::vector<Member> members;
};

// The likeliest joins come first; one that would make a story of two days or two places is left out. Members without
// any join are left out. In order of their first reports.
std::vector<Cluster> clusters(const std::vector<const Marks*>& members, std::vector<Edge> edges);

// Whether `a` is reported before `b`.
bool is_earlier(const Marks& a, const Marks& b);

}  // namespace depeche::store
