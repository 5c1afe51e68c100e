using System.Text.Json.Serialization;
using Leasehold.Payments.Money;

namespace Leasehold.Payments.Payments.Process;

/// <summary>The body of POST /payments/process, as sent.</summary>
internal sealed class ProcessRequest
{
    public string? OrderNumber { get; set; }

    public AmountText? Amount { get; set; }

    public string? Currency { get; set; }

    public string? CardToken { get; set; }
}
