/// Sources that use every construct of the language, for tests that hold for any source.
enum FrontendSamples {
  /// All of them.
  static let all = [items, statements, expressions, patterns, literals, types, script]

  static let items = #"""
    # Items of every kind.
    import std/io
    import a/b/c as d
    import { f, g as h } from std/type
    import * from geometry
    private const LIMIT: Int = 10
    @cfg(all(feature: "x", not(os: "linux")))
    @inline const def twice(n: Int): Int = n * 2
    @derive(Eq, Hash)
    @value struct Point<T> where T: Eq + Clone
      x: T
      private y: T = 0
      @cfg(debug) z: Vec<Vec<T>>
      private
      w: Fn(Int, T): Bool
    end
    packed struct Bits
    end
    enum Shape<T>
      Circle(radius: F64, T)
      Square(F64), Empty
    end
    trait Area<T>: Eq + Show where T: Eq
      def area(self): F64
      def name(&self): String
        "shape"
      end
      def grow(&mut self, by: F64 = 1.0)
      def zero(self: Self) = 0
    end
    impl<T: Eq> Area<T> for Shape<T> where T: Eq
      def area(self): F64
        match self
          Circle(radius: r) => r * r
          _ => 0.0
        end
      end
    end
    impl !Send for Point end
    extend Vec<Int>
      private
      def total(self): Int
        self.sum
      end
    end
    type Grid<T> = Vec<Vec<T>>
    newtype Meters = F64
    static_assert(1 + 1 == 2, "sums")
    extern "C" def printf(format: Ptr<U8>, ...): CInt
    def fact(0): Int = 1
    def fact(n: Int): Int
      n * fact(n - 1)
    end
    def pair((a, b): (Int, Int), _, rest: Vec<Int> = [])
      a + b
    end

    """#

  static let statements = #"""
    def main(args: Vec<String>)
      x = 1
      var y: Int = 2
      var (p, q) = pair
      var later: String
      z: Vec<Vec<Int>> = Vec<Vec<Int>>.new()
      (a, (b, _)) = nested
      Point { x, y: c } = point
      x += 1; x -= 1; x *= 2; x /= 2; x %= 2
      x &= 1; x |= 1; x ^= 1; x <<= 1; x >>= 1
      v[0] = 1
      self.field = 2
      return 0 if x == 1
      puts(x) unless done?
      defer file.close
      while @outer x < 10
        x += 1
        continue @outer if x.even?
        break unless true
      end
      until x > 10; x += 1; end
      for i in 0..10 step 2
        puts(i)
      end
      for @rows i, (k, v) in m
        break @rows
      end
      found = loop
        break 5
      end
      if a
        1
      elsif b
        2
      elsif c
        3
      else
        4
      end
      unless a
        1
      else
        2
      end
      match x
        0 => return
        1 => x = 2
        n if n > 3 => do
          puts(n)
          n
        end
        _ => loop; break; end
      end
    end

    """#

  static let expressions = #"""
    def compute(list, opt, other?)
      a = -x + ~y - !z * &w / &mut u % 3
      b = not p and q or r == s ?? t
      c = x | y ^ z & 1 << 2 >> 3
      d = x != y and x < y or x <= y and x > y or x >= y
      e = x as U8 + y as% I16
      f = 0..10
      g = 0..=10
      h = opt? + f(1)? + v[0]! + point.x.y
      i = Shape::Circle(1.0, at: 2)
      j = Map<String, Vec<Int>>.new()
      k = geometry::Vec<Int>::None
      l = Point { x: 1, y } 
      m = p.with { x: 2 }
      n = (1, 2)
      o = ()
      q = (1,)
      r = list
        .map(x -> x + 1)
        .filter((a, b: Int) -> a > b)
        .each do x, y: Int -> x end
      s = do
        1
      end
      t = do -> 1 end
      u = -> x = 3
      v = name do (a, b) -> a end
      w = t.0.1
      x = [1, 2,]
      y = {1 => 2, "a" => 3}
      z = if a; 1; else 2; end
      return x || y && empty?
    end

    """#

  static let patterns = #"""
    def classify(x)
      match x
        0 | 1 | -1 => 0
        1..9 => 1
        'a'..='z' => 2
        LOW..=HIGH => 2
        1.5 => 3
        "text" => 4
        :symbol => 5
        true | false => 6
        nil => 7
        None => 8
        Color::Red => 9
        Some(n) => n
        Shape::Circle(radius: r, at: (a, b)) => r
        Point { x, y: 0 } => x
        (a, (b, _)) => a
        n @ 1..=9 => n
        name @ Some(_) => name
        _ => 10
      end
    end

    """#

  static let literals = ##"""
    def literals
      [42, 1_000, 0x2A, 0b101, 0o17, 'a', '\n', '\u{e9}', 9223372036854775808]
      [3.14, 1e9, 1.5e-3, 1_0.2_5]
      [true, false, nil, :name, :empty?]
      ["plain", "tab\t\"quoted\" \x41 \u{1F600} \#{no}", r"raw\n#{no}", ""]
      "a #{b} c #{"nested #{d + "deep"}"} #{ {1 => 2} } end"
      """
        indented
          more #{x}

        back
      """
    end

    """##

  static let types = #"""
    def types(
      a: Int, b: Vec<Map<String, Vec<Int>>>, c: &T, d: &mut Vec<T>, e: (Int, String), f: (),
      g: Fn(Int, Vec<T>): Option<T>, h: Fn(), i: module::Type<Int>, j: impl Show + Eq, k: (Int)
    ): !
      x: Option<Vec<Int>>= None
      loop
      end
    end

    """#

  static let script = #"""
    #!/usr/bin/env quartz
    x = 5
    def helper(n) = n + 1
    puts(helper(x)) if x > 3
    for i in 0..3
      puts("#{i}")
    end
    private
    def hidden
      1
    end
    """#
}
