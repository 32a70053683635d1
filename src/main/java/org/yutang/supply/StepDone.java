package org.yutang.supply;

import java.util.UUID;

/// A step was done; the same step may be told twice.
public record StepDone(UUID step) {
  public static final String TOPIC = "supply.step-done";
}
