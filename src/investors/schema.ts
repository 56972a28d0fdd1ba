// The account's investors, with masked values.
import type { Prisma } from '../generated/prisma/client.ts'
import { builder } from '../graphql/builder.ts'
import { actorOf, signedIn } from '../graphql/context.ts'
import { countInvestors, findInvestorIds } from './find-investors.ts'
import { mask } from './sensitive-fields.ts'

const InvestorProfileTypeRef = builder.enumType('InvestorProfileType', {
  description: 'The legal form in which an investor invests.',
  values: {
    INDIVIDUAL: { description: 'One person.' },
    JOINT: { description: 'Two or more people together.' },
    TRUST: { description: 'A trust.' },
    ENTITY: { description: 'A company, a partnership or another entity.' },
    IRA: { description: 'An individual retirement account.' },
  } as const,
})

const InvestorRef = builder.prismaNode('Investor', {
  id: { field: 'id' },
  findUnique: (id, context) => ({ id, accountId: context.session?.accountId ?? '' }),
  fields: (t) => ({
    name: t.exposeString('name'),
    email: t.exposeString('email', { nullable: true }),
    profileType: t.expose('profileType', { type: InvestorProfileTypeRef }),
    maskedTaxId: t.string({
      nullable: true,
      description: 'The Tax ID, masked except for its last four characters. Null if there is none.',
      select: { taxIdLast4: true },
      resolve: ({ taxIdLast4 }) => mask(taxIdLast4),
    }),
    maskedBankAccount: t.string({
      nullable: true,
      description:
        'The bank account number, masked except for its last four characters. Null if there is none.',
      select: { bankAccountLast4: true },
      resolve: ({ bankAccountLast4 }) => mask(bankAccountLast4),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
  }),
})

builder.queryField('investors', (t) =>
  t.withAuth({ signedIn: true }).prismaConnection(
    {
      type: InvestorRef,
      cursor: 'id',
      description: "The investors of the viewer's account, by name.",
      args: {
        search: t.arg.string({
          description:
            "Filters by text. Three or more characters find a part of a name, an email or the sponsor's reference and, with Sensitive Data Access, a whole Tax ID with or without hyphens. One or two characters find the beginning of a word of the name, or the exact reference. Case is ignored, except in the exact reference. Default: all.",
        }),
      },
      totalCount: (_connection, args, context) =>
        countInvestors(context.services, actorOf(signedIn(context)), args),
      resolve: async ({ cursor, take, skip: _, ...selection }, _root, { search }, context) => {
        const page = { search, cursor: cursor?.id, take }
        const ids = await findInvestorIds(context.services, actorOf(context), page)
        const where = { id: { in: ids } }
        return context.services.db.investor.findMany({ ...selection, where, orderBy: byName })
      },
    },
    { name: 'InvestorConnection', description: 'A page of investors.' },
    { name: 'InvestorEdge', description: 'An investor in a list.' },
  ),
)

const byName: Prisma.InvestorOrderByWithRelationInput[] = [{ name: 'asc' }, { id: 'asc' }]
