package org.yutang.register;

/// As the source says.
public enum Sex {
  FEMALE,
  MALE,
  UNKNOWN
}
