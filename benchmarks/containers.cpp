// The same work as containers.qz, with the containers of C++.

#include <cstdio>
#include <cstdlib>
#include <string>
#include <unordered_map>
#include <vector>

struct Point {
  long x;
  long y;
  Point *next;
};

static long fill_vec(long count) {
  std::vector<long> v;
  for (long i = 0; i < count; i++) v.push_back(i * 3);
  long sum = 0;
  for (long value : v) sum += value;
  return sum;
}

static long fill_map(long count) {
  std::unordered_map<std::string, long> m;
  for (long i = 0; i < count; i++) m["key " + std::to_string(i * 7919 % 1000003)] = i;
  long sum = 0;
  for (long i = 0; i < count; i++) sum += m.at("key " + std::to_string(i * 7919 % 1000003));
  return sum;
}

static long fill_ints(long count) {
  std::unordered_map<long, long> m;
  for (long i = 0; i < count; i++) m[i * 7919 % 1000003] = i;
  long sum = 0;
  for (long i = 0; i < count; i++) sum += m.at(i * 7919 % 1000003);
  return sum;
}

static long fill_builder(long count) {
  std::string text;
  for (long i = 0; i < count; i++) text += "0123456789";
  return text.size();
}

static long fill_objects(long count) {
  Point *list = nullptr;
  for (long i = 0; i < count; i++) list = new Point{i, 1, list};
  long sum = 0;
  for (Point *point = list; point; point = point->next) sum += point->x + point->y;
  return sum;
}

int main(int count, char **arguments) {
  if (count != 3) return 2;
  std::string kind = arguments[1];
  long size = atol(arguments[2]);
  long result = kind == "none"      ? 0
                : kind == "vec"     ? fill_vec(size)
                : kind == "map"     ? fill_map(size)
                : kind == "ints"    ? fill_ints(size)
                : kind == "builder" ? fill_builder(size)
                                    : fill_objects(size);
  printf("%ld\n", result);
}
