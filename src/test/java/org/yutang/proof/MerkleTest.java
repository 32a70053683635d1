package org.yutang.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The tree without a database: against the vectors of Certificate Transparency's own
/// implementations, and against the naive tree.
class MerkleTest {

  private static final HexFormat HEX = HexFormat.of();

  /// The eight leaves and roots with which the implementations of Certificate Transparency test
  /// themselves.
  private static final List<byte[]> LEAVES =
      List.of(
              "",
              "00",
              "10",
              "2021",
              "3031",
              "40414243",
              "5051525354555657",
              "606162636465666768696a6b6c6d6e6f")
          .stream()
          .map(HEX::parseHex)
          .toList();

  private static final List<String> ROOTS =
      List.of(
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  @Test
  void theEightLeavesOfCertificateTransparencyGiveItsRoots() {
    for (int size = 0; size <= 8; size++)
      assertThat(HEX.formatHex(grown(LEAVES.subList(0, size), 1).tree().root(size)))
          .isEqualTo(ROOTS.get(size));
  }

  @Test
  void theEightLeavesGiveItsProofs() {
    TileTree tree = grown(LEAVES, 3).tree();
    assertThat(hex(tree.inclusion(5, 8)))
        .containsExactly(
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
    assertThat(hex(tree.consistency(2, 5)))
        .containsExactly(
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b");
  }

  @Test
  void everyProofOfEverySizeUpTo300EqualsTheNaiveOneAndVerifies() {
    List<byte[]> entries = entries(300);
    NaiveTree naive = NaiveTree.of(entries);
    Grown grown = grown(entries, 1);
    for (int size = 1; size <= 300; size++) {
      NaiveTree there = naive.first(size);
      byte[] root = there.root();
      assertThat(grown.tree().root(size)).isEqualTo(root);
      for (int index = size > 40 ? size - 20 : 0; index < size; index++) {
        List<byte[]> path = grown.tree().inclusion(index, size);
        assertThat(hex(path)).isEqualTo(hex(there.path(index)));
        assertThat(MerkleProofs.isIncluded(naive.leaves().get(index), index, size, path, root))
            .isTrue();
      }
    }
  }

  @Test
  void everyConsistencyProofUpTo300EqualsTheNaiveOneAndVerifies() {
    NaiveTree naive = NaiveTree.of(entries(300));
    TileTree tree = grown(entries(300), 77).tree();
    List<byte[]> roots = new ArrayList<>();
    for (int size = 0; size <= 300; size++) roots.add(tree.root(size));
    for (int newer = 1; newer <= 300; newer++)
      for (int older = 0;
          older <= newer;
          older += newer < 70 || (newer > 250 && older > 240) ? 1 : 7) {
        List<byte[]> path = tree.consistency(older, newer);
        if (older > 0) assertThat(hex(path)).isEqualTo(hex(naive.first(newer).consistency(older)));
        assertThat(
                MerkleProofs.isConsistent(older, roots.get(older), newer, roots.get(newer), path))
            .as("%s to %s", older, newer)
            .isTrue();
        if (older == newer || older == 0) continue; // everything continues the empty tree
        assertThat(
                MerkleProofs.isConsistent(older, roots.get(newer), newer, roots.get(newer), path))
            .isFalse();
        assertThat(
                MerkleProofs.isConsistent(older, roots.get(older), newer, roots.get(older), path))
            .isFalse();
        assertThat(
                MerkleProofs.isConsistent(
                    older - 1, roots.get(older), newer, roots.get(newer), path))
            .isFalse();
      }
  }

  @Test
  void tilesAreByteForByteThoseOfTheDefinitionHoweverTheTreeGrew() {
    Random random = new Random(6962);
    List<byte[]> entries = entries(70_000);
    NaiveTree naive = NaiveTree.of(entries);
    for (int size : new int[] {1, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 70_000}) {
      Map<String, byte[]> expected = naive.first(size).tiles();
      Map<String, byte[]> grown =
          grown(entries.subList(0, size), 1 + random.nextInt(9_000)).paths();
      assertThat(grown.keySet()).isEqualTo(expected.keySet());
      expected.forEach((path, hashes) -> assertThat(grown.get(path)).as(path).isEqualTo(hashes));
    }
    // The example in tlog-tiles: 273 full tiles and one of 112, one full tile and one of 17, one of
    // 1.
    assertThat(naive.tiles())
        .hasSize(277)
        .containsKeys("0/272", "0/273.p/112", "1/000", "1/001.p/17", "2/000.p/1");
  }

  @Test
  void proofsOfALogOfTenThousandVerifyAtRandomPlaces() {
    Random random = new Random(10_000);
    List<byte[]> entries = entries(10_000);
    NaiveTree naive = NaiveTree.of(entries);
    TileTree tree = grown(entries, 512).tree();
    byte[] root = tree.root(10_000);
    assertThat(root).isEqualTo(naive.root());
    for (int round = 0; round < 300; round++) {
      int index = random.nextInt(10_000);
      byte[] leaf = naive.leaves().get(index);
      List<byte[]> path = tree.inclusion(index, 10_000);
      assertThat(MerkleProofs.isIncluded(leaf, index, 10_000, path, root)).isTrue();
      assertThat(MerkleProofs.isIncluded(leaf, index ^ 1, 10_000, path, root)).isFalse();
      assertThat(MerkleProofs.isIncluded(leaf, index, 10_000, path.subList(1, path.size()), root))
          .isFalse();
      path.get(random.nextInt(path.size()))[random.nextInt(32)] ^= (byte) (1 << random.nextInt(8));
      assertThat(MerkleProofs.isIncluded(leaf, index, 10_000, path, root)).isFalse();
    }
  }

  @Test
  void eachTileIsWrittenOnceWhenItBecomesFullAndTheEdgeOnceABatch() {
    Map<Tile.Place, byte[]> edge = new HashMap<>();
    List<Tile> written = RightEdge.grow(new MerkleHasher(), 0, edge, LeafHashes.of(entries(1_000)));
    assertThat(written.stream().map(Tile::place).toList()).doesNotHaveDuplicates();
    assertThat(written.stream().map(Tile::width).toList()).containsExactly(256, 256, 256, 232, 3);
  }

  @Test
  void pathsHaveOneSpelling() {
    assertThat(new TilePath(0, 1_234_067, 256)).hasToString("0/x001/x234/067");
    for (String path :
        List.of("0/000", "63/001.p/255", "entries/x001/x234/067.p/1", "9/x999/000", "entries/999"))
      assertThat(TilePath.parse(path)).as(path).get().hasToString(path);
    assertThat(new TilePath(1, 1, 17).neededSize()).isEqualTo((256 + 17) * 256L);
    assertThat(new TilePath(62, 0, 1).neededSize()).isEqualTo(Long.MAX_VALUE);
  }

  private record Grown(Map<Tile.Place, byte[]> tiles) {
    TileTree tree() {
      return new TileTree(
          places -> {
            Map<Tile.Place, byte[]> found = new HashMap<>();
            for (Tile.Place place : places)
              if (tiles.containsKey(place)) found.put(place, tiles.get(place));
            return found;
          });
    }

    Map<String, byte[]> paths() {
      Map<String, byte[]> paths = new java.util.TreeMap<>();
      tiles.forEach(
          (place, hashes) ->
              paths.put(
                  new TilePath(place.level(), place.index(), hashes.length / 32).toString(),
                  hashes));
      return paths;
    }
  }

  /// A tree that grew in batches, as the log grows.
  private static Grown grown(List<byte[]> entries, int batch) {
    Map<Tile.Place, byte[]> tiles = new HashMap<>();
    for (int from = 0; from < entries.size(); from += batch) {
      byte[] leaves = LeafHashes.of(entries.subList(from, Math.min(entries.size(), from + batch)));
      for (Tile tile : RightEdge.grow(new MerkleHasher(), from, tiles, leaves))
        tiles.put(tile.place(), tile.hashes());
    }
    return new Grown(tiles);
  }

  private static List<byte[]> entries(int count) {
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < count; i++)
      entries.add(
          Arrays.copyOf(
              ("entry " + i).getBytes(java.nio.charset.StandardCharsets.UTF_8), 12 + i % 90));
    return entries;
  }

  private static List<String> hex(List<byte[]> hashes) {
    return hashes.stream().map(HEX::formatHex).toList();
  }
}
