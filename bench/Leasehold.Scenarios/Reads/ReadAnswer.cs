using System.Buffers.Text;
using System.Net.Sockets;
using System.Text;

namespace Leasehold.Scenarios.Reads;

/// <summary>Sends a request and receives its answer, one after the other on one connection.</summary>
internal sealed class ReadAnswer(Socket socket)
{
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _length;
    private int _bodyAt;

    /// <summary>The last answer's body, without the marks of its chunks.</summary>
    public string Body
    {
        get
        {
            var text = Encoding.UTF8.GetString(_buffer.AsSpan(_bodyAt.._length));
            var (first, last) = (text.IndexOf('{', StringComparison.Ordinal), text.LastIndexOf('}'));
            return first < 0 ? "" : text[first..(last + 1)];
        }
    }

    /// <returns>Whether it is an answer with status 200.</returns>
    public async Task<bool> ReceiveAsync(ReadOnlyMemory<byte> request)
    {
        await socket.SendAsync(request);
        _length = 0;
        do
        {
            var read = await socket.ReceiveAsync(_buffer.AsMemory(_length));
            if (read == 0)
            {
                return false;
            }

            _length += read;
        }
        while (!IsWhole());

        return _buffer.AsSpan().StartsWith("HTTP/1.1 200"u8);
    }

    private bool IsWhole()
    {
        var answer = _buffer.AsSpan(0, _length);
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        _bodyAt = end + 4;
        var head = answer[.._bodyAt];
        var length = head.IndexOf("Content-Length: "u8);
        return length < 0
            ? answer[_bodyAt..].EndsWith("0\r\n\r\n"u8)
            : Utf8Parser.TryParse(head[(length + 16)..], out int bytes, out _) && _length == _bodyAt + bytes;
    }
}
