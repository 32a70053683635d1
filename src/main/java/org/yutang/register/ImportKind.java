package org.yutang.register;

/// What the rows of a file describe.
public enum ImportKind {
  PLACES,
  REGISTER
}
