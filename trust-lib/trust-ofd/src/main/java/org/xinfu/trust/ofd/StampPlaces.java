package org.xinfu.trust.ofd;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Reason;
import org.xinfu.trust.seal.RidingSeam;
import org.xinfu.trust.seal.Seal;
import org.xinfu.trust.seal.SealPicture;

/** Turns a request into stamps on pages; a stamp that no page shows is refused. */
final class StampPlaces {
  private StampPlaces() {}

  /** Whole stamps first, then the seams, each in the order of the request. */
  static List<SignatureXml.Placed> of(OfdSealRequest request, List<OfdDocument.Page> pages)
      throws Finding {
    SealPicture picture =
        Seal.parse(request.seal())
            .orElseThrow(() -> new Finding(Reason.MALFORMED, "not a seal of GB/T 38540"))
            .picture();
    List<SignatureXml.Placed> placed = new ArrayList<>();
    for (OfdSealRequest.Stamp stamp : request.stamps()) {
      placed.add(whole(stamp, picture, pages));
    }
    for (RidingSeam seam : request.seams()) {
      placed.addAll(SeamSlices.of(seam, picture).over(pages));
    }
    return placed;
  }

  private static SignatureXml.Placed whole(
      OfdSealRequest.Stamp stamp, SealPicture picture, List<OfdDocument.Page> pages)
      throws Finding {
    String where = "page " + stamp.page() + " at " + stamp.xMm() + ", " + stamp.yMm();
    if (stamp.page() < 1 || stamp.page() > pages.size()) {
      throw new Finding(Reason.STAMP_NOT_ON_PAGE, where);
    }
    OfdDocument.Page page = pages.get(stamp.page() - 1);
    Rectangle box = new Rectangle(stamp.xMm(), stamp.yMm(), picture.widthMm(), picture.heightMm());
    Optional<Rectangle> area = page.box().map(b -> new Rectangle(0, 0, b.width(), b.height()));
    if (area.isEmpty() || !box.seenOn(area.get())) {
      throw new Finding(Reason.STAMP_NOT_ON_PAGE, where);
    }
    return new SignatureXml.Placed(page.id(), box);
  }
}
