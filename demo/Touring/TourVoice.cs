using System.Text;

namespace Leasehold.Demo.Touring;

/// <summary>Says a line at once, so that it is read while things happen.</summary>
internal sealed class TourVoice(Stream listener, CancellationToken cancellationToken)
{
    public async Task SayAsync(string line)
    {
        await listener.WriteAsync(Encoding.UTF8.GetBytes($"   {line}\n"), cancellationToken);
        await listener.FlushAsync(cancellationToken);
    }
}
