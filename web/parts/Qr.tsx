/** A QR code from the server's SVG, as a picture: so no markup from outside ever enters the page. Always on white. */
export function Qr({ svg, label }: { svg: string | undefined; label: string }) {
  return (
    <div className="qr">
      {svg === undefined ? (
        <div className="ghost" />
      ) : (
        <img src={`data:image/svg+xml,${encodeURIComponent(svg)}`} alt={label} width={184} height={184} />
      )}
    </div>
  )
}
