/*
 * Runs the commands of Arduino's Caterina.c on this computer: its own code, with stubs of the chip and of LUFA.
 * Input: packets, each a byte with its length (1 to 16) and its bytes. Output: for each answer a byte with its length and its
 * bytes; at the end a 0 and the 32 KiB of flash.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The chip. */
#define SPM_PAGESIZE 128
#define BOOT_START_ADDR 0x7000
#define FLASHEND 0x7fff
#define AVR_SIGNATURE_1 0x1e
#define AVR_SIGNATURE_2 0x95
#define AVR_SIGNATURE_3 0x87
static uint8_t flash[0x8000], eeprom[1024], page[SPM_PAGESIZE];
static uint8_t MCUSR, MCUCR, TIMSK1, TCCR1B, TCNT1H, TCNT1L, OCR1AH, OCR1AL, CLKPR;
static uint8_t PORTB, PORTC, PORTD, DDRB, DDRC, DDRD;
enum { IVCE, IVSEL, EXTRF, PORF, WDRF, OCIE1A, CS11, CS10, clock_div_1, GET_LOCK_BITS, GET_LOW_FUSE_BITS, GET_HIGH_FUSE_BITS,
  GET_EXTENDED_FUSE_BITS };
#define cli()
#define sei()
#define wdt_disable()
#define clock_prescale_set(x)
#define ISR(...) void timer_isr(void)
#define pgm_read_byte(at) (flash[(at) & 0x7fff])
#define pgm_read_word(at) (flash[(at) & 0x7fff] | flash[((at) + 1) & 0x7fff] << 8)
static void boot_page_erase(uint32_t at) {
  if (at < BOOT_START_ADDR) memset(flash + (at & ~(SPM_PAGESIZE - 1u)), 0xff, SPM_PAGESIZE);
}
static void boot_page_fill(uint32_t at, uint16_t word) {
  page[at & 126] = word & 0xff;
  page[(at & 126) + 1] = word >> 8;
}
static void boot_page_write(uint32_t at) {
  for (int i = 0; i < SPM_PAGESIZE && at < BOOT_START_ADDR; i++) flash[(at & ~(SPM_PAGESIZE - 1u)) + i] &= page[i];
  memset(page, 0xff, SPM_PAGESIZE);
}
#define boot_spm_busy_wait()
#define boot_rww_enable()
#define boot_rww_enable_safe()
#define boot_lock_bits_set(x) (void)(x)
#define boot_lock_fuse_bits_get(x) 0
#define eeprom_read_byte(at) (eeprom[(uintptr_t)(at) & 1023])
#define eeprom_write_byte(at, byte) (eeprom[(uintptr_t)(at) & 1023] = (byte))

/* LUFA: one packet in, and one answer out, which grows until the command has ended. */
#define _DESCRIPTORS_H_
#define ATTR_NO_RETURN
typedef struct { uint32_t BaudRateBPS; uint8_t CharFormat, ParityType, DataBits; } CDC_LineEncoding_t;
static struct { uint8_t bmRequestType, bRequest; } USB_ControlRequest;
enum { CDC_LINEENCODING_OneStopBit, CDC_PARITY_None, CDC_NOTIFICATION_EPNUM, CDC_TX_EPNUM, CDC_RX_EPNUM, EP_TYPE_INTERRUPT,
  EP_TYPE_BULK, ENDPOINT_DIR_IN, ENDPOINT_DIR_OUT, CDC_NOTIFICATION_EPSIZE, CDC_TXRX_EPSIZE, ENDPOINT_BANK_SINGLE,
  CONTROL_REQTYPE_TYPE, CONTROL_REQTYPE_RECIPIENT, REQTYPE_CLASS, REQREC_INTERFACE, CDC_REQ_GetLineEncoding,
  CDC_REQ_SetLineEncoding, REQDIR_DEVICETOHOST, REQDIR_HOSTTODEVICE, DEVICE_STATE_Unattached, USB_DeviceState };
static uint8_t packet[16], packetLength, packetAt, selected, answer[0x10000];
static uint32_t answerLength;
static void flushAnswer(void) {
  for (uint32_t at = 0; at < answerLength;) {
    uint8_t length = answerLength - at > 255 ? 255 : answerLength - at;
    putchar(length);
    fwrite(answer + at, 1, length, stdout);
    at += length;
  }
  answerLength = 0;
}
static void finish(void) {
  flushAnswer();
  putchar(0);
  fwrite(flash, 1, sizeof flash, stdout);
  exit(0);
}
static bool nextPacket(void) {
  int length = getchar();
  if (length == EOF) finish();
  packetLength = fread(packet, 1, length, stdin);
  packetAt = 0;
  return true;
}
#define Endpoint_ConfigureEndpoint(...)
#define Endpoint_ClearSETUP()
#define Endpoint_Write_Control_Stream_LE(...)
#define Endpoint_Read_Control_Stream_LE(...)
#define USB_Init()
#define USB_Detach()
#define USB_USBTask()
#define Endpoint_SelectEndpoint(x) (selected = (x))
#define Endpoint_IsINReady() true
#define Endpoint_ClearIN() flushAnswer()
#define Endpoint_Write_8(x) (answer[answerLength++] = (x))
static bool Endpoint_IsReadWriteAllowed(void) { return selected != CDC_RX_EPNUM || packetAt < packetLength; }
static void Endpoint_ClearOUT(void) { packetLength = packetAt = 0; }
static bool Endpoint_IsOUTReceived(void) { return packetLength > 0 || nextPacket(); }
static uint8_t Endpoint_Read_8(void) { return packet[packetAt++]; }

#define main caterina_main
#include CATERINA
#undef main

int main(void) {
  memset(flash, 0xff, sizeof flash);
  memset(page, 0xff, sizeof page);
  for (;;) CDC_Task();
}
