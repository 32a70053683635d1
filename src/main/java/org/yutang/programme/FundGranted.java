package org.yutang.programme;

import java.util.UUID;

/// The event of a committed grant. Its money is in the fund soon after, not before.
public record FundGranted(UUID grant) {
  public static final String TOPIC = "programme.fund-granted";
}
