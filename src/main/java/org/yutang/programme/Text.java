package org.yutang.programme;

import org.yutang.store.Words;

/// A sentence of a definition in both languages of the house.
public record Text(String zh, String en) implements Words.Told {

  @Override
  public String in(Words.Language language) {
    return switch (language) {
      case ZH -> zh;
      case EN -> en;
    };
  }
}
