package org.xinfu.trust.client;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One use of a seal.
 *
 * @param matter the business that it is used for
 * @param businessSerial the business's own number
 * @param stamps one for PDF; OFD takes several under one signature
 */
public record Sealing(
    String esId,
    String matter,
    String businessSerial,
    List<Place> stamps,
    Protection protection,
    PdfAlgorithm pdfAlgorithm) {
  /** What later changes an OFD allows: none, or further signatures. */
  public enum Protection {
    WHOLE,
    CONTINUE
  }

  /** The suite of a PDF's signature; an OFD's is always SM2. */
  public enum PdfAlgorithm {
    SM2_SM3,
    ECDSA_P256_SHA256
  }

  /** Page from 1; millimetres from its top left corner to the picture's. */
  public record Place(int page, BigDecimal leftMm, BigDecimal topMm) {
    Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("page", page);
      json.put("xMm", leftMm);
      json.put("yMm", topMm);
      return json;
    }
  }

  public Sealing {
    stamps = List.copyOf(stamps);
  }

  /** Whole-protected, SM2. */
  public static Sealing of(String esId, String matter, String businessSerial, Place stamp) {
    return new Sealing(
        esId, matter, businessSerial, List.of(stamp), Protection.WHOLE, PdfAlgorithm.SM2_SM3);
  }

  /** The same with another suite for PDF. */
  public Sealing withPdfAlgorithm(PdfAlgorithm other) {
    return new Sealing(esId, matter, businessSerial, stamps, protection, other);
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("esId", esId);
    json.put("matter", matter);
    json.put("businessSerial", businessSerial);
    json.put("stamps", stamps.stream().map(Place::json).toList());
    json.put("protection", protection.name());
    json.put("pdfAlgorithm", pdfAlgorithm.name());
    return json;
  }
}
