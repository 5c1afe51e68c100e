namespace Leasehold.WrongWay.Queries;

internal sealed record Order(long Id, string Number, string Status);
