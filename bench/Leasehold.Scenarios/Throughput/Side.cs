using Leasehold.Scenarios.Load;
using Leasehold.Scenarios.Surroundings;

namespace Leasehold.Scenarios.Throughput;

/// <summary>One of the two, and its rounds so far.</summary>
internal sealed class Side(ServedEndpoint service, PaymentClient client)
{
    private readonly List<double> _perSecond = [];
    private TimeSpan _cpu;
    private int _paid;

    public IReadOnlyList<double> PerSecond => _perSecond;

    public int Failed { get; private set; }

    /// <summary>
    /// Processor time of the endpoint's own process per payment: it moves less with the machine than time does.
    /// </summary>
    public double CpuMsEach => _cpu.TotalMilliseconds / _paid;

    public async Task RunAsync(string prefix, int payments, int clients, bool counts)
    {
        var orders = await service.Database.AddOrdersAsync(prefix, payments);
        var cpuBefore = service.ProcessorTime;
        var result = await PaymentLoad.ClientsAsync(client, orders, clients);
        Failed += result.Total - result[Answer.Completed];
        if (counts)
        {
            _cpu += service.ProcessorTime - cpuBefore;
            _paid += payments;
            _perSecond.Add(result.Goodput);
        }
    }
}
