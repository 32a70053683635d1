package org.yutang.market;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.yutang.access.Actor;

/// Orders that a shop sold on other platforms. They take their pieces from the same accounts as
/// purchases here, so that nothing is sold twice; their money is elsewhere, so none moves here, no
/// donation either. Boxes, waybills and figures are as of any order.
///
/// Commands want `RUN_SHOP` as one of the shop's accounts, looking `SEE_SHOP`. Thread-safe; must
/// not be called in a transaction.
public interface Elsewhere {

  /// What the channel of an order of the market itself is called.
  String HERE = "yutang";

  /// @param platform as its mapping names it
  /// @param number the order's number there
  record Origin(String platform, String number) {}

  /// A file to be read in.
  ///
  /// @param id made by the caller
  /// @param name of the file
  record Wanted(UUID id, UUID shop, String name, Path file, boolean preview) {}

  /// Reads orders by a mapping of kind `orders` (see `mappings/README.md`). Rows of one number that
  /// follow each other are one order. Each number of a platform is taken once: the same again is
  /// known, another one under its number is refused; of what is not there in full nothing is taken.
  /// Others go on. The same id again gives what came of it.
  FileImport read(Actor actor, Wanted wanted, String mapping);

  /// Where orders came from; those of the market itself are not among them.
  Map<UUID, Origin> origins(Actor actor, UUID shop, Collection<UUID> orders);

  /// What was read in, the newest first, at most a hundred.
  List<FileImport> imports(Actor actor, UUID shop);

  /// Refuses with [MarketRefusal#UNKNOWN_IMPORT].
  FileImport find(Actor actor, UUID shop, UUID id);
}
