namespace Leasehold.Specification.Tests.DataSources;

/// <summary>A row of a test's table, as the mappers read it.</summary>
public sealed class Note
{
    public int Id { get; set; }

    public string? Body { get; set; }
}
