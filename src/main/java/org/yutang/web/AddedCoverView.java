package org.yutang.web;

import java.util.List;
import org.yutang.giving.Gift;
import org.yutang.programme.AddedCover;

/// What gifts have added to a person's cover, and what their donors said that somebody let through.
public record AddedCoverView(AddedCover.OfPerson cover, List<Gift.Told> messages) {
  public AddedCoverView {
    messages = List.copyOf(messages);
  }

  /// How the state of a gift's cover is coloured.
  public static String style(AddedCover.State state) {
    return switch (state) {
      case PAIRED, USED -> "ok";
      case WAITING -> "warn";
      case TAKEN_BACK -> "line";
    };
  }
}
