using Leasehold.Scenarios.Images;
using Leasehold.Scenarios.Surroundings;

namespace Leasehold.Scenarios.Reads;

/// <summary>A process that is read from.</summary>
internal sealed class ReadSide(Uri address, Func<TimeSpan> processorTime, IAsyncDisposable process) : IAsyncDisposable
{
    public Uri Address => address;

    public Func<TimeSpan> ProcessorTime => processorTime;

    public static ReadSide Of(ServedEndpoint served) => new(served.Address, () => served.ProcessorTime, served);

    public static ReadSide Of(ServedImages served) => new(served.Address, () => served.ProcessorTime, served);

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
