package org.yutang.trace;

import java.util.List;

/// What an event says beyond the standard's own fields, under a name of a declared namespace. A
/// field that is given several times, or as a list, is several of these, one after the other.
///
/// @param namespace empty only inside another one
public record Extra(String namespace, String name, Value value) {

  /// Text or parts.
  public sealed interface Value {}

  /// What a leaf was written as; `NUMBER` is a decimal number in plain digits.
  public enum Kind {
    TEXT,
    NUMBER,
    BOOLEAN
  }

  public record Leaf(Kind kind, String text) implements Value {}

  public record Parts(List<Extra> parts) implements Value {
    public Parts {
      parts = List.copyOf(parts);
    }
  }

  /// The name as one text, `{namespace}name`.
  public String fullName() {
    return namespace.isEmpty() ? name : "{" + namespace + "}" + name;
  }
}
