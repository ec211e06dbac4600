package org.xinfu.licence.layout;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A QR code (GB/T 18284) as rectangles: adjoining dark modules of a row are one. */
final class QrCode {
  private QrCode() {}

  /** {@code text} drawn into {@code place} with error correction level M. */
  static Page.Squares draw(String text, Template.QrPlace place) {
    ByteMatrix modules = modules(text);
    double module = place.side() / modules.getWidth();
    List<Page.Cell> cells = new ArrayList<>();
    for (int row = 0; row < modules.getHeight(); row++) {
      int from = -1;
      for (int column = 0; column <= modules.getWidth(); column++) {
        boolean dark = column < modules.getWidth() && modules.get(column, row) == 1;
        if (dark && from < 0) {
          from = column;
        } else if (!dark && from >= 0) {
          cells.add(new Page.Cell(from * module, row * module, (column - from) * module, module));
          from = -1;
        }
      }
    }
    return new Page.Squares(place.x(), place.y(), place.side(), cells);
  }

  private static ByteMatrix modules(String text) {
    try {
      return Encoder.encode(
              text, ErrorCorrectionLevel.M, Map.of(EncodeHintType.CHARACTER_SET, "UTF-8"))
          .getMatrix();
    } catch (WriterException e) {
      throw new IllegalArgumentException("too long for a QR code: " + text.length(), e);
    }
  }
}
