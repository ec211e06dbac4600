/** An approved seal is made: keys in the device, certificates, picture, signed seal structure. */
@NullMarked
package org.xinfu.seal.make;

import org.jspecify.annotations.NullMarked;
