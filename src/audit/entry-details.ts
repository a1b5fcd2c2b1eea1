import { z } from 'zod';

/** What is read again of the details of some entries, by what they tell of. */

/** Of a vote, in `vote` and `vote_taken_back`; of the incoming owner's answer, in `acceptance`. */
export const cast = z.looseObject({ choice: z.string(), fingerprint: z.string() });
/** Of the rules under which fallback approvers are asked as well, in `escalated`, or all people are away, in `all_away`. */
export const escalation = z.looseObject({ rules: z.array(z.string()) });
/** Of a form that was sent, in `request_preparing`. */
export const asked = z.looseObject({ form: z.unknown() });
/** Of a plan that was put to the stewards, in `request_pending`; a recount freezes nothing. */
export const frozen = z.looseObject({ fingerprint: z.string(), facts: z.unknown() });
