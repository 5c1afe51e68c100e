namespace Leasehold.CrashLab.Tests.Oracle;

/// <summary>An order as the service's table has it.</summary>
internal sealed record OrderRow(string Number, string Status);
