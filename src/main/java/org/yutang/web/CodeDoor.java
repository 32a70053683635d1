package org.yutang.web;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Component;
import org.yutang.access.Knocks;
import org.yutang.kernel.Refusal;

/// Bounds how often strangers of one address resolve codes and open the pages behind them, so that
/// nobody reads all lots by trying. Whoever is logged in is known and not counted.
@Component
class CodeDoor {

  /// In a quarter of an hour. Many phones share the address of their network, so this is far above
  /// what one buyer opens and far below what trying numbers wants.
  static final int MOST = 1500;

  /// A page has up to five photos.
  private static final int MOST_PHOTOS = 5 * MOST;

  private final Knocks knocks;

  CodeDoor(Knocks knocks) {
    this.knocks = knocks;
  }

  /// Counts, or refuses with [WebRefusal#TOO_MANY_CODES].
  void open(Screen s, HttpServletRequest request) {
    if (s.actor().isEmpty()) use(request, "codes", MOST);
  }

  void photo(HttpServletRequest request) {
    use(request, "code-photos", MOST_PHOTOS);
  }

  private void use(HttpServletRequest request, String door, int most) {
    try {
      knocks.use(SecurityPeer.of(request), door, most);
    } catch (Refusal refusal) {
      throw new Refusal(WebRefusal.TOO_MANY_CODES, refusal.facts());
    }
  }
}
