// tldraw's own server for one board, set up as in its examples: a TLSocketRoom behind `ws`.
// Nothing is stored: what its examples do, a snapshot of all to a file every few seconds, would
// only add to its cost. Arguments: a file with the document. Packages come from $NODE_PATH.
const { readFileSync } = require('node:fs')
const { createServer } = require('node:http')
const { TLSocketRoom } = require('@tldraw/sync-core')
const { WebSocketServer } = require('ws')

const room = new TLSocketRoom({ initialSnapshot: JSON.parse(readFileSync(process.argv[2], 'utf8')) })
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
const server = createServer()

server.on('upgrade', (request, socket, head) => {
	sockets.handleUpgrade(request, socket, head, (webSocket) => {
		const query = new URL(request.url, 'http://localhost').searchParams
		room.handleSocketConnect({
			sessionId: query.get('sessionId'),
			socket: webSocket,
			isReadonly: query.has('readonly'),
		})
	})
})
server.listen(0, '127.0.0.1', 4096, () => console.log(`ready ${server.address().port}`))
