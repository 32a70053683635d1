package org.yutang.programme.reading;

import java.util.List;

/// Finds the letters of a photo.
interface Ocr extends AutoCloseable {

  /// @param jpeg of at most [org.yutang.store.Photos#LONGEST_SIDE] pixels
  /// @throws Failure where this picture could not be read: the reader died, took too long or
  ///   refused it. The next picture may well be read.
  Seen read(byte[] jpeg) throws Failure;

  /// Gives back what it holds; the next picture takes it again.
  @Override
  void close();

  /// All lines of a picture.
  ///
  /// @param width in pixels, as is `height`
  /// @param turns how many quarter turns clockwise would make it upright
  /// @param millis what finding the letters took, without starting the reader
  record Seen(int width, int height, int turns, List<Line> lines, long millis) {
    public Seen {
      lines = List.copyOf(lines);
    }
  }

  /// One line of print, or a part of one between wide gaps.
  ///
  /// @param confidence of its least certain letter, from 0 to 1
  /// @param corners in fractions of the picture's width and height as it was given, going round
  record Line(String text, double confidence, List<Corner> corners) {
    public Line {
      corners = List.copyOf(corners);
    }
  }

  record Corner(double x, double y) {}

  /// Why a picture was not read.
  final class Failure extends Exception {
    public Failure(String why) {
      super(why);
    }
  }
}
