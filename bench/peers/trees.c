#include "timing.h"
typedef struct Tree { struct Tree *left, *right; } Tree;
static Tree *make(int d) {
  Tree *t = malloc(sizeof(Tree));
  t->left = d ? make(d - 1) : NULL;
  t->right = d ? make(d - 1) : NULL;
  return t;
}
static long check(Tree *t) { return t->left ? 1 + check(t->left) + check(t->right) : 1; }
static void drop(Tree *t) {
  if (t->left) drop(t->left), drop(t->right);
  free(t);
}
static void run(char *out) {
  long sum = 0;
  for (int i = 0; i < 20; i++) {
    Tree *t = make(14);
    sum += check(t);
    drop(t);
  }
  sprintf(out, "%ld", sum);
}
int main(void) { report(run); }
