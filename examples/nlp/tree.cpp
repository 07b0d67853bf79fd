// Prints the tree of each sentence: tree MODEL.whl TEXT
#include <depeche/nlp.hpp>
#include <iostream>

namespace {

void print(depeche::Token token, int depth) {
  std::cout << std::string(static_cast<size_t>(2 * depth), ' ') << token.dep() << "  " << token.text() << "  "
            << token.pos() << "  " << token.lemma() << '\n';
  for (const depeche::Token child : token.children()) print(child, depth + 1);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: tree MODEL.whl TEXT\n";
    return 2;
  }
  std::string fault;
  const auto pipeline = depeche::Pipeline::open(argv[1], fault);
  if (!pipeline) {
    std::cerr << fault << '\n';
    return 1;
  }
  depeche::Worker worker;
  const depeche::Doc doc = pipeline->annotate(argv[2], worker);
  for (const depeche::Sentence sentence : doc.sentences()) print(sentence.root(), 0);
}
