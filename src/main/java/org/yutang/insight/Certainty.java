package org.yutang.insight;

/// Whether a figure tells what was, or what is expected.
public enum Certainty {
  ACTUAL,
  FORECAST
}
