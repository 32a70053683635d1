package org.yutang.store;

import java.io.IOException;
import java.io.InputStream;

/// Photos of people, papers and goods, as phones send them. What is kept is never what was sent: a
/// JPEG drawn anew from the pixels, upright, at most [#LONGEST_SIDE] pixels long, without the
/// camera's data (place, time, device), encrypted on the disk.
public interface Photos {

  /// The most bytes of an upload.
  long MAX_BYTES = 20L << 20;

  /// The most pixels of an upload; asked of its head, before anything is decoded.
  long MAX_PIXELS = 60_000_000;

  /// The longer side of what is kept, in pixels: small print of a bill in A4 is still read.
  int LONGEST_SIDE = 2400;

  /// What a photo was given for. It is sealed for that purpose, so nobody can say otherwise later.
  enum Purpose {
    /// Of people and their papers; never shown in public.
    PRIVATE,
    /// Of goods, which everybody may see behind their code.
    GOODS
  }

  /// A [Purpose#PRIVATE] one; see [#put(InputStream, Purpose)].
  default Photo put(InputStream upload) throws IOException {
    return put(upload, Purpose.PRIVATE);
  }

  /// Refuses with [StoreRefusal#NOT_A_PHOTO] what is neither JPEG nor PNG or is damaged,
  /// [StoreRefusal#PHOTO_TOO_LARGE], [StoreRefusal#FILE_TOO_LARGE] and [StoreRefusal#DISK_FULL].
  ///
  /// It is gone after a day unless somebody keeps it.
  Photo put(InputStream upload, Purpose purpose) throws IOException;

  /// Refuses with [StoreRefusal#NOT_FOUND] what is not there, or no photo.
  void require(String id);

  /// Refuses as [#require(String)] also what was given for another purpose.
  void require(String id, Purpose purpose);

  /// Makes a photo stay, which is there.
  void keep(String id);

  /// The JPEG. Refuses with [StoreRefusal#NOT_FOUND].
  byte[] get(String id);

  /// @param id lower-case hex, 64 digits
  record Photo(String id, int width, int height) {}
}
