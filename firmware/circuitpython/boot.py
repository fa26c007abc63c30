"""Makes the board a HID button with a light, in addition to its drive and its prompt. Runs only at power-on."""

import usb_hid

USAGE_PAGE = 0xFF00  # vendor defined
USAGE = 0x01

# fmt: off
# Input report: one byte, bit 0 is the button. Output report: red, green, blue, flags (bit 0: blink). No report ids.
DESCRIPTOR = bytes(
    (
        0x06, 0x00, 0xFF,  # Usage Page (Vendor 0xFF00)
        0x09, 0x01,  # Usage (1)
        0xA1, 0x01,  # Collection (Application)
        0x15, 0x00,  # Logical Minimum (0)
        0x26, 0xFF, 0x00,  # Logical Maximum (255)
        0x75, 0x08,  # Report Size (8 bits)
        0x95, 0x01,  # Report Count (1)
        0x09, 0x01,  # Usage (1)
        0x81, 0x02,  # Input (Data, Variable, Absolute)
        0x95, 0x04,  # Report Count (4)
        0x09, 0x01,  # Usage (1)
        0x91, 0x02,  # Output (Data, Variable, Absolute)
        0xC0,  # End Collection
    )
)
# fmt: on

usb_hid.enable(
    (
        usb_hid.Device(
            report_descriptor=DESCRIPTOR,
            usage_page=USAGE_PAGE,
            usage=USAGE,
            report_ids=(0,),  # 0: no report ids, so this must be the only HID device
            in_report_lengths=(1,),
            out_report_lengths=(4,),
        ),
    )
)
