// socket.io: an event goes to everybody, over WebSocket. Packages come from $NODE_PATH.
const { createServer } = require('node:http')
const { Server } = require('socket.io')

const http = createServer()
const server = new Server(http, { pingInterval: 600_000, perMessageDeflate: false })
server.on('connection', (socket) => {
	socket.on('message', (text) => server.emit('message', text))
})
http.listen(0, '127.0.0.1', 4096, () => console.log(`ready ${http.address().port}`))
