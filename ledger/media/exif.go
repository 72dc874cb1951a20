package media

import "encoding/binary"

const tagOrientation = 0x0112

// orientation reads the one thing of EXIF (TIFF 6.0, image file directory 0) that a picture needs to be shown as it was taken: how it is
// to be turned, 1 to 8. Anything odd is 1, as it is.
func orientation(tiff []byte) int {
	if len(tiff) < 14 {
		return 1
	}
	var order binary.ByteOrder
	switch string(tiff[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return 1
	}
	at := int(order.Uint32(tiff[4:]))
	if at < 8 || at+2 > len(tiff) {
		return 1
	}
	count := int(order.Uint16(tiff[at:]))
	for i := range count {
		entry := at + 2 + 12*i
		if entry+12 > len(tiff) {
			return 1
		}
		if order.Uint16(tiff[entry:]) == tagOrientation && order.Uint16(tiff[entry+2:]) == 3 {
			if turned := int(order.Uint16(tiff[entry+8:])); turned >= 1 && turned <= 8 {
				return turned
			}
			return 1
		}
	}
	return 1
}

// orientationOnly is an EXIF block that says nothing but how to turn the picture.
func orientationOnly(turned int) []byte {
	return []byte{'M', 'M', 0, '*', 0, 0, 0, 8, 0, 1, tagOrientation >> 8, tagOrientation & 0xff, 0, 3, 0, 0, 0, 1, 0, byte(turned), 0, 0, 0, 0, 0, 0}
}
