// Node `ws`: a message goes to every client. Packages come from $NODE_PATH.
const { WebSocketServer } = require('ws')

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, backlog: 4096, perMessageDeflate: false })
server.on('connection', (webSocket) => {
	webSocket.on('message', (text) => {
		for (const client of server.clients) client.send(text, { binary: false })
	})
})
server.on('listening', () => console.log(`ready ${server.address().port}`))
