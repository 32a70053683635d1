package org.yutang.store;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// How a phone was held: the tag 0x0112 of Exif 2.32, which the JDK's decoder does not look at. 1
/// is upright, 3 upside down, 6 and 8 lie on a side, the others are mirrored as well.
final class ExifOrientation {

  private static final int APP1 = 0xffe1;
  private static final int START_OF_SCAN = 0xffda;
  private static final int EXIF = 0x45786966;
  private static final int TAG = 0x0112;
  private static final int ENTRY_BYTES = 12;

  private ExifOrientation() {}

  /// 1 to 8; 1 for anything that is not a JPEG with such a tag.
  static int of(byte[] file) {
    try {
      ByteBuffer in = ByteBuffer.wrap(file);
      if ((in.getShort() & 0xffff) != 0xffd8) return 1;
      while (true) {
        int marker = in.getShort() & 0xffff;
        if (marker == START_OF_SCAN || marker < 0xff00) return 1;
        int length = in.getShort() & 0xffff;
        int next = in.position() + length - 2;
        if (marker == APP1 && in.getInt() == EXIF)
          return tag(in.position(in.position() + 2).slice());
        in.position(next);
      }
    } catch (BufferUnderflowException
        | IndexOutOfBoundsException
        | IllegalArgumentException damaged) {
      return 1;
    }
  }

  private static int tag(ByteBuffer tiff) {
    tiff.order(tiff.getShort() == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = tiff.getInt(4);
    int entries = tiff.getShort(directory) & 0xffff;
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + i * ENTRY_BYTES;
      if ((tiff.getShort(entry) & 0xffff) != TAG) continue;
      int value = tiff.getShort(entry + 8);
      return value >= 1 && value <= 8 ? value : 1;
    }
    return 1;
  }
}
