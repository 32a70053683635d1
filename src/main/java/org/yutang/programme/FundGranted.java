package org.yutang.programme;

import java.util.UUID;

/// The event of a grant that was written down and is to be transferred.
record FundGranted(UUID grant) {
  static final String TOPIC = "programme.fund-granted";
}
