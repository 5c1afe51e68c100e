using System.ComponentModel.DataAnnotations.Schema;

namespace Leasehold.Scenarios.Soak.Applications;

[Table("notes")]
internal sealed class Note
{
    [Column("id")]
    public int Id { get; init; }

    [Column("body")]
    public string? Body { get; set; }

    [Column("n")]
    public int Count { get; set; }
}
