package org.yutang.giving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.yutang.giving.PublicFigures.Group;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;

/// The arithmetic of refunds and of groups, without a database.
class SharesTest {

  @Property
  void partsOfAnOrderBringBackExactlyTheDonation(
      @ForAll @LongRange(min = 1, max = 100_000) long donation,
      @ForAll @Size(min = 1, max = 20) List<@LongRange(min = 1, max = 1_000_000_000) Long> parts) {
    long whole = parts.stream().mapToLong(Long::longValue).sum();
    long refunded = 0;
    long returned = 0;
    for (long part : parts) {
      refunded += part;
      long now = Refunds.share(Money.fen(donation), Money.fen(refunded), Money.fen(whole)).minor();
      assertThat(now).isBetween(returned, donation);
      returned = now;
    }
    assertThat(returned).isEqualTo(donation);
  }

  @Property
  void noPublicGroupIsSmallUnlessAllTogetherAre(
      @ForAll @Size(max = 40) List<@IntRange(min = 1, max = 40) Integer> sizes) {
    Map<Group, Long> groups = new TreeMap<>(PublicGroups.ORDER);
    IntStream.range(0, sizes.size())
        .forEach(
            i ->
                groups.put(
                    new Group.County(new PlaceCode("CN-" + (500_000 + i))), (long) sizes.get(i)));
    Map<Group, Long> merged = PublicGroups.merged(groups, Long::longValue, Long::sum);
    long all = groups.values().stream().mapToLong(Long::longValue).sum();
    assertThat(merged.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(all);
    if (all >= PublicFigures.FEWEST)
      assertThat(merged.values()).allMatch(size -> size >= PublicFigures.FEWEST);
    merged.forEach(
        (group, size) -> {
          if (group instanceof Group.County) assertThat(size).isEqualTo(groups.get(group));
        });
  }
}
