// The account's investors, masked.
import type { Prisma } from '../generated/prisma/client.ts'
import { builder } from '../graphql/builder.ts'
import { type SignedInContext, signedIn } from '../graphql/context.ts'
import { pageBound } from '../graphql/page-start.ts'
import { type InvestorFilter, investorsWhere } from './filter.ts'
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
      description: 'The tax id, masked but for its last four characters. Null where there is none.',
      select: { taxIdLast4: true },
      resolve: ({ taxIdLast4 }) => mask(taxIdLast4),
    }),
    maskedBankAccount: t.string({
      nullable: true,
      description:
        'The bank account number, masked but for its last four characters. Null where there is none.',
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
            "Part of a name, an email or the sponsor's reference, in any case; with Sensitive Data Access also a whole tax id, however it is written.",
        }),
      },
      totalCount: (_connection, args, context) =>
        context.services.db.investor.count({ where: visibleInvestors(signedIn(context), args) }),
      resolve: async (query, _root, args, context) => {
        const { db } = context.services
        const { accountId } = context.session
        const name = await pageBound(query, 'asc', async (id) => {
          const own = await db.investor.findUnique({ where: { id, accountId }, select: { name: true } })
          return own?.name
        })
        const where = { ...visibleInvestors(context, args), name }
        return db.investor.findMany({ ...query, where, orderBy: byName })
      },
    },
    { name: 'InvestorConnection', description: 'A page of investors.' },
    { name: 'InvestorEdge', description: 'An investor in a list.' },
  ),
)

const byName: Prisma.InvestorOrderByWithRelationInput[] = [{ name: 'asc' }, { id: 'asc' }]

/** Only with Sensitive Data Access does a search find whole tax ids. */
const visibleInvestors = ({ session, services }: SignedInContext, filter: InvestorFilter) =>
  investorsWhere(session.accountId, filter, session.sensitiveDataAccess ? services.cipher : null)
